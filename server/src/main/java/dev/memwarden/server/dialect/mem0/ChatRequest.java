package dev.memwarden.server.dialect.mem0;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Identity;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.TargetWriter;
import dev.memwarden.server.http.Wire;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// `POST /chat`.
record ChatRequest(Whose whose, String message) {

  /// Chatting as somebody, and reading what answers are made of.
  List<Demand> demands() {
    return List.of(
        new Demand(Action.CHAT, whose.box()), new Demand(Action.MEMORY_READ, whose.box()));
  }

  /// How this stands on the wire.
  static final class OnWire implements Wire<ChatRequest> {

    @Override
    public Decoded<ChatRequest> decode(Identity caller, Call call) {
      return Reading.body(
          caller, call, reading -> new ChatRequest(reading.whoseInBody(), reading.text("message")));
    }

    @Override
    public Encoded encode(ChatRequest request) {
      ObjectNode body = Json.object().put("message", request.message);
      request.whose.writeTo(body);
      return TargetWriter.of("/chat").encoded(body);
    }
  }
}

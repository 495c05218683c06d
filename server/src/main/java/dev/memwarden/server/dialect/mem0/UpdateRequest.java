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
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// `PUT /memories`.
///
/// @param metadata a JSON object as text; empty leaves it as it is
record UpdateRequest(OneMemory memory, String text, Optional<String> metadata) {

  /// Writing wherever the id may be.
  List<Demand> demands() {
    return List.of(new Demand(Action.MEMORY_WRITE, memory.box()));
  }

  /// How this stands on the wire.
  static final class OnWire implements Wire<UpdateRequest> {
    private static final List<String> IDS = List.of("memory_id", "id");
    private static final List<String> TEXTS = List.of("data", "text", "content", "memory");

    @Override
    public Decoded<UpdateRequest> decode(Identity caller, Call call) {
      return Reading.body(
          caller,
          call,
          reading ->
              new UpdateRequest(
                  new OneMemory(reading.tenant(), reading.idInBody("user_id"), reading.id(IDS)),
                  reading.said(TEXTS),
                  reading.metadata()));
    }

    @Override
    public Encoded encode(UpdateRequest request) {
      ObjectNode body =
          Json.object().put("memory_id", request.memory.id()).put("data", request.text);
      request.memory.user().ifPresent(user -> body.put("user_id", user));
      request.metadata.ifPresent(metadata -> body.set("metadata", Stored.metadata(metadata)));
      return TargetWriter.of("/memories").encoded(body);
    }
  }
}

package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Identity;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Wire;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// `PATCH /api/v1/sessions/{session_id}/messages/{message_uuid}`. Which message is meant says the
/// path alone, and what was said cannot be changed.
///
/// @param tokens empty leaves the number as it is
record MessagePatch(OneMessage message, ObjectNode metadata, Optional<Integer> tokens) {

  /// Writing, and reading what is shown after.
  List<Demand> demands() {
    return List.of(
        new Demand(Action.MEMORY_WRITE, message.home().ofSession(message.session())),
        new Demand(Action.MEMORY_READ, message.home().ofSession(message.session())));
  }

  /// How this stands on the wire.
  static final class OnWire implements Wire<MessagePatch> {

    @Override
    public Decoded<MessagePatch> decode(Identity caller, Call call) {
      return Reading.body(
          call,
          reading ->
              new MessagePatch(
                  OneMessage.of(caller, reading),
                  reading.metadata().orElseGet(Json::object),
                  reading.count("token_count")));
    }

    @Override
    public Encoded encode(MessagePatch request) {
      ObjectNode body = Json.object();
      body.set("metadata", request.metadata());
      request.tokens().ifPresent(tokens -> body.put("token_count", tokens));
      return request.message().target().encoded(body);
    }
  }
}

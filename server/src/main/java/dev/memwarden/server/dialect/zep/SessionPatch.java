package dev.memwarden.server.dialect.zep;

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

/// `PATCH /api/v1/sessions/{session_id}`. Whose it is cannot be changed: clients that send it back
/// say nothing by it.
record SessionPatch(Home home, String id, ObjectNode metadata) {

  /// Writing, and reading what is shown after.
  List<Demand> demands() {
    return List.of(
        new Demand(Action.MEMORY_WRITE, home.ofSession(id)),
        new Demand(Action.MEMORY_READ, home.all()));
  }

  /// How this stands on the wire.
  static final class OnWire implements Wire<SessionPatch> {

    @Override
    public Decoded<SessionPatch> decode(Identity caller, Call call) {
      return Reading.body(
          call,
          reading ->
              new SessionPatch(
                  Home.of(caller),
                  reading.pathId("session_id"),
                  reading.metadata().orElseGet(Json::object)));
    }

    @Override
    public Encoded encode(SessionPatch request) {
      return TargetWriter.of(OneSession.PATH, request.id())
          .encoded(Json.object().set("metadata", request.metadata()));
    }
  }
}

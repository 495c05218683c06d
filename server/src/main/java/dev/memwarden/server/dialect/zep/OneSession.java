package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Identity;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.TargetWriter;
import dev.memwarden.server.http.Wire;
import java.util.List;

/// One session, by the id in the path: `GET /api/v1/sessions/{session_id}` and `DELETE
/// /api/v1/sessions/{session_id}/memory`.
record OneSession(Home home, String id) {

  /// Where sessions are.
  static final String PATH = "/api/v1/sessions";

  /// Reading: its number is that in the whole list.
  List<Demand> toRead() {
    return List.of(new Demand(Action.MEMORY_READ, home.all()));
  }

  /// Deleting, and finding what is to be deleted.
  List<Demand> toDelete() {
    return List.of(
        new Demand(Action.MEMORY_DELETE, home.ofSession(id)),
        new Demand(Action.MEMORY_READ, home.ofSession(id)));
  }

  /// How this stands on the wire.
  ///
  /// @param part of the session that is meant, such as `/memory`; may be empty
  record OnWire(String part) implements Wire<OneSession> {

    @Override
    public Decoded<OneSession> decode(Identity caller, Call call) {
      return Reading.target(
          call, reading -> new OneSession(Home.of(caller), reading.pathId("session_id")));
    }

    @Override
    public Encoded encode(OneSession request) {
      return TargetWriter.of(PATH, request.id()).then(part).encoded();
    }
  }
}

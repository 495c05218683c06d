package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Identity;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.TargetWriter;
import dev.memwarden.server.http.Wire;
import java.util.List;
import java.util.Optional;

/// `GET /api/v1/sessions/{session_id}/memory`.
///
/// @param last how many messages; empty for those that no summary has
record MemoryRequest(Home home, String session, Optional<Integer> last) {

  /// Reading the session.
  List<Demand> demands() {
    return List.of(new Demand(Action.MEMORY_READ, home.ofSession(session)));
  }

  /// How this stands on the wire.
  static final class OnWire implements Wire<MemoryRequest> {

    @Override
    public Decoded<MemoryRequest> decode(Identity caller, Call call) {
      return Reading.target(
          call,
          reading ->
              new MemoryRequest(
                  Home.of(caller),
                  reading.pathId("session_id"),
                  reading.query("lastn").filter(last -> last > 0)));
    }

    @Override
    public Encoded encode(MemoryRequest request) {
      return TargetWriter.of(OneSession.PATH, request.session())
          .then("/memory")
          .with("lastn", request.last())
          .encoded();
    }
  }
}

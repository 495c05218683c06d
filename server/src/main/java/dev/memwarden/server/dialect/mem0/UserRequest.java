package dev.memwarden.server.dialect.mem0;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Identity;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.TargetWriter;
import dev.memwarden.server.http.Wire;
import java.util.List;
import java.util.Optional;

/// A request that names a user at the end of its path: list, relationships, stats, delete all. An
/// agent or run in the query narrows each of them; ignoring one would delete more than was asked
/// for.
///
/// @param limit at most this many; empty means all
record UserRequest(Whose whose, Optional<Integer> limit) {

  /// Taking `action` within what is meant.
  List<Demand> demands(Action action) {
    return List.of(new Demand(action, whose.box()));
  }

  /// How this stands on the wire.
  static final class OnWire implements Wire<UserRequest> {
    private final String path;

    /// @param path what comes before the user
    OnWire(String path) {
      this.path = path;
    }

    @Override
    public Decoded<UserRequest> decode(Identity caller, Call call) {
      return Reading.target(
          caller, call, reading -> new UserRequest(reading.whoseInPath(), reading.queryLimit()));
    }

    @Override
    public Encoded encode(UserRequest request) {
      return TargetWriter.of(path, request.whose.user())
          .with("agent_id", request.whose.agent())
          .with("run_id", request.whose.run())
          .with("limit", request.limit)
          .encoded();
    }
  }
}

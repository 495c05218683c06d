package dev.memwarden.server.dialect.redisams.longterm;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Identity;
import dev.memwarden.server.dialect.redisams.scope.Scope;
import dev.memwarden.server.fastapi.Input;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.TargetWriter;
import dev.memwarden.server.http.Wire;
import java.util.List;
import java.util.Optional;

/// `GET /v1/long-term-memory/{memory_id}`.
///
/// @param whose where the id is looked for: ids are unique per owner
record OneMemory(Scope whose, String id) {

  /// Reading wherever the id may be.
  List<Demand> demands() {
    return List.of(new Demand(Action.MEMORY_READ, whose.box()));
  }

  /// Where an id is looked for. This wire names nobody here; `user_id`, which the original does not
  /// have, does.
  static Scope whose(Identity caller, Input input) {
    return Scope.of(caller, input.id("user_id"), Optional.empty(), Optional.empty());
  }

  /// How this stands on the wire.
  static final class OnWire implements Wire<OneMemory> {

    @Override
    public Decoded<OneMemory> decode(Identity caller, Call call) {
      return Input.ofTarget(
          call, input -> new OneMemory(whose(caller, input), input.pathId("memory_id")));
    }

    @Override
    public Encoded encode(OneMemory request) {
      return TargetWriter.of("/v1/long-term-memory", request.id)
          .with("user_id", request.whose.user())
          .encoded();
    }
  }
}

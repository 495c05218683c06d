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

/// `POST /v1/long-term-memory/compact`.
record CompactRequest(Scope scope) {

  /// Looking at what is meant, and deleting there.
  List<Demand> demands() {
    return List.of(
        new Demand(Action.MEMORY_READ, scope.box()), new Demand(Action.MEMORY_DELETE, scope.box()));
  }

  /// How this stands on the wire.
  static final class OnWire implements Wire<CompactRequest> {

    @Override
    public Decoded<CompactRequest> decode(Identity caller, Call call) {
      return Input.ofTarget(
          call,
          input ->
              new CompactRequest(
                  Scope.of(caller, input.id("user_id"), Optional.empty(), input.id("namespace"))));
    }

    @Override
    public Encoded encode(CompactRequest request) {
      return TargetWriter.of("/v1/long-term-memory/compact")
          .with("user_id", request.scope.user())
          .with("namespace", request.scope.label())
          .encoded();
    }
  }
}

package dev.memwarden.server.dialect.redisams.working;

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

/// `GET /v1/working-memory/`.
///
/// @param scope whose sessions, under which namespace
record SessionsRequest(Scope scope, int offset, int limit) {

  /// Most sessions of one page.
  static final int MAX_LIMIT = 100;

  /// Page size if none is asked for.
  static final int LIMIT = 20;

  /// Farthest that a page can be from the start.
  static final int MAX_OFFSET = 1_000_000;

  /// Reading what is meant.
  List<Demand> demands() {
    return List.of(new Demand(Action.MEMORY_READ, scope.box()));
  }

  /// How this stands on the wire.
  static final class OnWire implements Wire<SessionsRequest> {

    @Override
    public Decoded<SessionsRequest> decode(Identity caller, Call call) {
      return Input.ofTarget(
          call,
          input ->
              new SessionsRequest(
                  Scope.of(caller, input.id("user_id"), Optional.empty(), input.id("namespace")),
                  input.integer("offset", 0, MAX_OFFSET).orElse(0),
                  input.integer("limit", 1, MAX_LIMIT).orElse(LIMIT)));
    }

    @Override
    public Encoded encode(SessionsRequest request) {
      return TargetWriter.of("/v1/working-memory/")
          .with("user_id", request.scope.user())
          .with("namespace", request.scope.label())
          .with("offset", Optional.of(request.offset()))
          .with("limit", Optional.of(request.limit()))
          .encoded();
    }
  }
}

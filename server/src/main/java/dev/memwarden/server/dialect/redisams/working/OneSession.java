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

/// `GET` and `DELETE /v1/working-memory/{session_id}`.
///
/// @param recent only so many of the newest messages
public record OneSession(Scope scope, Window window, Optional<Integer> recent) {

  /// Taking `action` wherever the session may be.
  public List<Demand> demands(Action action) {
    return List.of(new Demand(action, scope.box()));
  }

  /// Its id.
  public String id() {
    return scope.session().orElseThrow();
  }

  /// How this stands on the wire.
  static final class OnWire implements Wire<OneSession> {

    @Override
    public Decoded<OneSession> decode(Identity caller, Call call) {
      return Input.ofTarget(
          call,
          input ->
              new OneSession(
                  Scope.of(
                      caller,
                      input.id("user_id"),
                      Optional.of(input.pathId("session_id")),
                      input.id("namespace")),
                  Window.read(input),
                  input.integer("recent_messages_limit", 1, Document.MAX_MESSAGES)));
    }

    @Override
    public Encoded encode(OneSession request) {
      return request
          .window
          .writeTo(TargetWriter.of("/v1/working-memory", request.id()))
          .with("user_id", request.scope.user())
          .with("namespace", request.scope.label())
          .with("recent_messages_limit", request.recent)
          .encoded();
    }
  }
}

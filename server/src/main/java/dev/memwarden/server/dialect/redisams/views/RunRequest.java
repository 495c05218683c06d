package dev.memwarden.server.dialect.redisams.views;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Identity;
import dev.memwarden.server.fastapi.Input;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.TargetWriter;
import dev.memwarden.server.http.Wire;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// `POST /v1/summary-views/{view_id}/run`.
///
/// @param task the client's own id of the task
record RunRequest(Where where, String view, Optional<String> task) {

  /// Reading the view, and writing a task beside it. The rest is judged when it is done.
  List<Demand> demands() {
    return List.of(
        new Demand(Action.MEMORY_READ, where.views()),
        new Demand(Action.MEMORY_WRITE, Box.exactly(where.own().place())),
        Demand.optional(Action.MEMORY_WRITE, where.views()));
  }

  /// How this stands on the wire.
  static final class OnWire implements Wire<RunRequest> {

    @Override
    public Decoded<RunRequest> decode(Identity caller, Call call) {
      return Input.ofBody(
          call,
          (input, part) -> {
            // Every run makes every summary anew.
            var _ = part.flag("force");
            return new RunRequest(Where.of(caller), input.pathId("view_id"), part.id("task_id"));
          });
    }

    @Override
    public Encoded encode(RunRequest request) {
      ObjectNode body = Json.object();
      request.task.ifPresent(id -> body.put("task_id", id));
      return TargetWriter.of("/v1/summary-views", request.view).then("/run").encoded(body);
    }
  }
}

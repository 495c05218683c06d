package dev.memwarden.server.dialect.redisams.views;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Identity;
import dev.memwarden.server.fastapi.Input;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.TargetWriter;
import dev.memwarden.server.http.Wire;
import java.util.List;

/// `GET` and `DELETE /v1/summary-views/{view_id}`, `GET /v1/tasks/{task_id}`.
record OneRequest(Where where, String id) {

  /// Reading the caller's own space.
  List<Demand> reading() {
    return List.of(new Demand(Action.MEMORY_READ, where.views()));
  }

  /// Deleting there what can be read, and what came of it wherever that is.
  List<Demand> deleting() {
    return List.of(
        new Demand(Action.MEMORY_READ, where.views()),
        new Demand(Action.MEMORY_DELETE, where.views()),
        Demand.optional(Action.MEMORY_READ, where.memories()),
        Demand.optional(Action.MEMORY_DELETE, where.memories()));
  }

  /// How this stands on the wire.
  ///
  /// @param path up to the id
  /// @param variable name of the id in the route's pattern
  record OnWire(String path, String variable) implements Wire<OneRequest> {

    @Override
    public Decoded<OneRequest> decode(Identity caller, Call call) {
      return Input.ofTarget(
          call, input -> new OneRequest(Where.of(caller), input.pathId(variable)));
    }

    @Override
    public Encoded encode(OneRequest request) {
      return TargetWriter.of(path, request.id).encoded();
    }
  }
}

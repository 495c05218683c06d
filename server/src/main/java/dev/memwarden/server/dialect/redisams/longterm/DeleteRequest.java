package dev.memwarden.server.dialect.redisams.longterm;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Identity;
import dev.memwarden.server.dialect.redisams.scope.Scope;
import dev.memwarden.server.fastapi.Input;
import dev.memwarden.server.fastapi.Problems;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.TargetWriter;
import dev.memwarden.server.http.Wire;
import java.util.List;
import java.util.Optional;

/// `DELETE /v1/long-term-memory`.
///
/// @param whose where the ids are looked for
record DeleteRequest(Scope whose, List<String> ids) {

  /// Most memories of one request; with none, nothing is deleted.
  static final int MAX_IDS = 1_000;

  DeleteRequest {
    ids = List.copyOf(ids);
  }

  /// Deleting wherever the ids may be.
  List<Demand> demands() {
    return List.of(new Demand(Action.MEMORY_DELETE, whose.box()));
  }

  /// How this stands on the wire.
  static final class OnWire implements Wire<DeleteRequest> {

    @Override
    public Decoded<DeleteRequest> decode(Identity caller, Call call) {
      return Input.ofTarget(
          call, input -> new DeleteRequest(OneMemory.whose(caller, input), ids(input)));
    }

    private static List<String> ids(Input input) {
      List<String> ids = input.texts("memory_ids").stream().distinct().toList();
      List<Object> where = Input.at("memory_ids");
      if (ids.size() > MAX_IDS) {
        return input.wrong(Problems.tooMany(where, MAX_IDS), List.of());
      }
      return ids.stream().allMatch(Axis::accepts)
          ? ids
          : input.wrong(Problems.noId(where), List.of());
    }

    @Override
    public Encoded encode(DeleteRequest request) {
      TargetWriter target = TargetWriter.of("/v1/long-term-memory");
      request.ids.forEach(id -> target.with("memory_ids", Optional.of(id)));
      return target.with("user_id", request.whose.user()).encoded();
    }
  }
}

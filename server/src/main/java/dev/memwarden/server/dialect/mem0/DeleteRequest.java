package dev.memwarden.server.dialect.mem0;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Identity;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.TargetWriter;
import dev.memwarden.server.http.Wire;
import java.util.List;

/// `DELETE /memories/{memory_id}`.
record DeleteRequest(OneMemory memory) {

  /// Deleting wherever the id may be.
  List<Demand> demands() {
    return List.of(new Demand(Action.MEMORY_DELETE, memory.box()));
  }

  /// How this stands on the wire.
  static final class OnWire implements Wire<DeleteRequest> {

    @Override
    public Decoded<DeleteRequest> decode(Identity caller, Call call) {
      return Reading.target(
          caller,
          call,
          reading ->
              new DeleteRequest(
                  new OneMemory(
                      reading.tenant(), reading.queryId("user_id"), reading.pathId("memory_id"))));
    }

    @Override
    public Encoded encode(DeleteRequest request) {
      return TargetWriter.of("/memories", request.memory.id())
          .with("user_id", request.memory.user())
          .encoded();
    }
  }
}

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

/// `GET /v1/summary-views`.
record ViewsRequest(Where where) {

  /// Reading the caller's own space.
  List<Demand> demands() {
    return List.of(new Demand(Action.MEMORY_READ, where.views()));
  }

  /// How this stands on the wire.
  static final class OnWire implements Wire<ViewsRequest> {

    @Override
    public Decoded<ViewsRequest> decode(Identity caller, Call call) {
      return Input.ofTarget(call, _ -> new ViewsRequest(Where.of(caller)));
    }

    @Override
    public Encoded encode(ViewsRequest request) {
      return TargetWriter.of("/v1/summary-views").encoded();
    }
  }
}

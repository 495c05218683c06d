package dev.memwarden.server.dialect.mem0;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Identity;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.TargetWriter;
import dev.memwarden.server.http.Wire;
import java.util.List;

/// `GET /stats` where it is protected: whoever may read any memory of its tenant may see the
/// totals.
record StatsRequest(String tenant) {

  /// Reading anything at all.
  List<Demand> demands() {
    return List.of(new Demand(Action.MEMORY_READ, Box.ofTenant(tenant)));
  }

  /// How this stands on the wire.
  static final class OnWire implements Wire<StatsRequest> {

    @Override
    public Decoded<StatsRequest> decode(Identity caller, Call call) {
      return Reading.target(caller, call, reading -> new StatsRequest(reading.tenant()));
    }

    @Override
    public Encoded encode(StatsRequest request) {
      return TargetWriter.of("/stats").encoded();
    }
  }
}

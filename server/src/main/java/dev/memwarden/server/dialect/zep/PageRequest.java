package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Identity;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.TargetWriter;
import dev.memwarden.server.http.Wire;
import java.util.List;
import java.util.Optional;

/// `GET /api/v1/sessions`, `GET /api/v1/user` and `GET /api/v1/collection`: what is in reach, page
/// by page.
///
/// @param cursor the number of the last one seen: those after it are meant
/// @param limit at most this many; empty means all
record PageRequest(Home home, int cursor, Optional<Integer> limit) {

  /// Reading whatever is in reach: this wire has no way to name a user here.
  List<Demand> demands() {
    return List.of(new Demand(Action.MEMORY_READ, home.all()));
  }

  /// How this stands on the wire.
  record OnWire(String path) implements Wire<PageRequest> {

    @Override
    public Decoded<PageRequest> decode(Identity caller, Call call) {
      return Reading.target(
          call,
          reading ->
              new PageRequest(
                  Home.of(caller),
                  reading.query("cursor").orElse(0),
                  reading.query("limit").filter(limit -> limit > 0)));
    }

    @Override
    public Encoded encode(PageRequest request) {
      return TargetWriter.of(path)
          .with("limit", request.limit())
          .with("cursor", Optional.of(request.cursor()))
          .encoded();
    }
  }
}

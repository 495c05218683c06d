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

/// `GET /api/v1/sessions/{session_id}/messages`.
///
/// @param page from 1; unlike other lists, this one is paged by pages
/// @param limit messages of a page; empty means all
record MessagesRequest(Home home, String session, int page, Optional<Integer> limit) {

  /// Reading the session.
  List<Demand> demands() {
    return List.of(new Demand(Action.MEMORY_READ, home.ofSession(session)));
  }

  /// How many messages there are before the page.
  long offset() {
    return limit.map(size -> (page - 1L) * size).orElse(0L);
  }

  /// How this stands on the wire.
  static final class OnWire implements Wire<MessagesRequest> {

    @Override
    public Decoded<MessagesRequest> decode(Identity caller, Call call) {
      return Reading.target(
          call,
          reading ->
              new MessagesRequest(
                  Home.of(caller),
                  reading.pathId("session_id"),
                  Math.max(1, reading.query("cursor").orElse(1)),
                  reading.query("limit").filter(limit -> limit > 0)));
    }

    @Override
    public Encoded encode(MessagesRequest request) {
      return TargetWriter.of(OneSession.PATH, request.session())
          .then("/messages")
          .with("limit", request.limit())
          .with("cursor", Optional.of(request.page()))
          .encoded();
    }
  }
}

package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Identity;
import dev.memwarden.memory.Kind;
import dev.memwarden.memory.Memory;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.TargetWriter;
import dev.memwarden.server.http.Wire;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// `POST /api/v1/sessions/{session_id}/search`.
///
/// @param text the question; empty for whatever the filter leaves, newest first
/// @param summaries whether summaries are searched, and not messages
/// @param diversity by how much relevance counts more than variety, from 0 to 1; empty for
///   relevance alone
record SessionSearch(
    Home home,
    String session,
    String text,
    Filter filter,
    boolean summaries,
    Optional<Double> diversity,
    int limit) {

  /// How many results a client gets that does not say.
  static final int DEFAULT_LIMIT = 10;

  /// Most results.
  static final int MAX_LIMIT = 1_000;

  static final List<String> SCOPES = List.of("messages", "summary");

  /// What is searched.
  Kind kind() {
    return summaries ? Kind.SUMMARY : Kind.MESSAGE;
  }

  /// Reading the session.
  List<Demand> demands() {
    return List.of(new Demand(Action.MEMORY_READ, home.ofSession(session)));
  }

  /// How this stands on the wire.
  static final class OnWire implements Wire<SessionSearch> {

    @Override
    public Decoded<SessionSearch> decode(Identity caller, Call call) {
      return Reading.body(call, reading -> read(Home.of(caller), reading));
    }

    private static SessionSearch read(Home home, Reading reading) {
      String text = reading.text("text", Memory.MAX_TEXT_BYTES).orElse("");
      Filter filter = Filter.read(reading);
      if (text.isBlank() && filter.isEmpty()) {
        reading.wrong(Reading.line("text", "empty query"), text);
      }
      return new SessionSearch(
          home,
          reading.pathId("session_id"),
          text,
          filter,
          reading.word("search_scope", SCOPES).orElse("messages").equals("summary"),
          SearchType.read(reading),
          reading.query("limit", MAX_LIMIT).filter(limit -> limit > 0).orElse(DEFAULT_LIMIT));
    }

    @Override
    public Encoded encode(SessionSearch request) {
      ObjectNode body = Json.object().put("text", request.text());
      if (!request.filter().isEmpty()) {
        body.set("metadata", request.filter().written());
      }
      body.put("search_scope", request.summaries() ? "summary" : "messages");
      SearchType.write(request.diversity(), body);
      return TargetWriter.of(OneSession.PATH, request.session())
          .then("/search")
          .with("limit", Optional.of(request.limit()))
          .encoded(body);
    }
  }
}

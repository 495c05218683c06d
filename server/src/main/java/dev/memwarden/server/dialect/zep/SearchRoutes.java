package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Allow;
import dev.memwarden.memory.EntityStore;
import dev.memwarden.memory.Hit;
import dev.memwarden.memory.Kind;
import dev.memwarden.memory.Memory;
import dev.memwarden.memory.MemoryEngine;
import dev.memwarden.memory.Order;
import dev.memwarden.memory.Ranking;
import dev.memwarden.memory.Search;
import dev.memwarden.memory.Selection;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Match;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Search in one session.
final class SearchRoutes {
  private final MemoryEngine engine;
  private final EntityStore entities;

  SearchRoutes(MemoryEngine engine, EntityStore entities) {
    this.engine = engine;
    this.entities = entities;
  }

  List<Route> routes() {
    return List.of(
        new Route.Guarded<>(
            Match.of(Method.POST, OneSession.PATH + "/{session_id}/search"),
            SearchOperations.SEARCH,
            new SessionSearch.OnWire(),
            (_, request) -> request.demands(),
            this::search,
            _ -> List.of()));
  }

  private Reply search(Allow allow, SessionSearch request) {
    List<Hit> hits =
        SessionRoutes.inside(entities, allow, request.session())
            .map(here -> hits(here, request))
            .orElse(List.of());
    ArrayNode results = Json.array();
    hits.forEach(hit -> results.add(result(hit)));
    return Replies.json(200, results);
  }

  private List<Hit> hits(Allow here, SessionSearch request) {
    Selection selection = Selection.of(request.kind());
    if (!request.filter().isEmpty()) {
      selection = selection.where(request.filter().condition());
    }
    if (request.text().isBlank()) {
      return engine.list(here, selection, Order.NEWEST_FIRST, 0, request.limit()).stream()
          .map(item -> new Hit(item, 0))
          .toList();
    }
    if (request.diversity().isEmpty()) {
      return engine.search(
          here, new Search(request.text(), Ranking.MEANING, selection, request.limit()));
    }
    return Varied.search(
        engine,
        here,
        selection,
        engine.embedQuery(request.text()),
        request.diversity().get(),
        request.limit());
  }

  private static ObjectNode result(Hit hit) {
    Memory item = hit.memory();
    boolean summary = item.kind() == Kind.SUMMARY;
    ObjectNode node = Json.object();
    if (summary) {
      node.putNull("message").set("summary", Summaries.summary(item));
    } else {
      node.set("message", Messages.message(item));
      node.putNull("summary");
    }
    return node.put("dist", hit.score()).putNull("embedding");
  }
}

package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.memory.Embedding;
import dev.memwarden.memory.EntityStore;
import dev.memwarden.memory.Hit;
import dev.memwarden.memory.MemoryEngine;
import dev.memwarden.memory.Order;
import dev.memwarden.memory.Ranking;
import dev.memwarden.memory.Search;
import dev.memwarden.memory.Selection;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Search in one collection.
final class DocumentSearchRoutes {
  private static final String NO_MODEL =
      "bad request: a text cannot be compared with embeddings of a client's own model";

  private final MemoryEngine engine;
  private final EntityStore entities;

  DocumentSearchRoutes(MemoryEngine engine, EntityStore entities) {
    this.engine = engine;
    this.entities = entities;
  }

  List<Route> routes() {
    return List.of(
        Collections.inside(
            entities,
            Method.POST,
            OneCollection.ONE + "/search",
            DocumentOperations.SEARCH,
            new DocumentSearch.OnWire(),
            DocumentSearch::collection,
            Action.MEMORY_READ,
            (here, collection, request) -> search(here, CollectionData.of(collection), request)));
  }

  private Reply search(Allow here, CollectionData collection, DocumentSearch request) {
    boolean asks = !request.text().isBlank();
    if (asks && request.embedding().isPresent()) {
      return Replies.line(400, "cannot specify both text and embedding");
    }
    if (asks && !collection.auto()) {
      return Replies.line(400, NO_MODEL);
    }
    int dimensions = collection.auto() ? engine.dimensions() : collection.dimensions();
    if (request.embedding().stream().anyMatch(vector -> vector.dimensions() != dimensions)) {
      return Replies.line(400, Embeddings.WIDTH);
    }
    Optional<Embedding> wanted =
        request
            .embedding()
            .map(vector ->
                collection.auto() ? engine.asEmbedded(vector.floats()) : vector.embedding())
            .or(() -> asks ? Optional.of(engine.embedQuery(request.text())) : Optional.empty());
    return Replies.json(200, page(here, hits(here, request, wanted), wanted));
  }

  private List<Hit> hits(Allow here, DocumentSearch request, Optional<Embedding> wanted) {
    Selection selection =
        request.filter().isEmpty()
            ? Documents.ALL
            : Documents.ALL.where(request.filter().condition());
    int limit = request.limit();
    if (wanted.isEmpty()) {
      return engine.list(here, selection, Order.NEWEST_FIRST, 0, limit).stream()
          .map(document -> new Hit(document, -1))
          .toList();
    }
    if (request.diversity().isPresent()) {
      return Varied.search(engine, here, selection, wanted.get(), request.diversity().get(), limit);
    }
    return request.embedding().isPresent()
        ? engine.nearest(here, selection, wanted.get(), limit)
        : engine.search(
            here, new Search(request.text(), Ranking.MEANING, selection, limit), wanted.get());
  }

  private ObjectNode page(Allow here, List<Hit> hits, Optional<Embedding> wanted) {
    Vectors vectors = Vectors.of(engine, here, hits.stream().map(Hit::memory).toList());
    ArrayNode results = Json.array();
    for (Hit hit : hits) {
      results.add(
          Documents.document(hit.memory(), vectors.of(hit.memory()))
              .put("score", score(hit.score())));
    }
    ObjectNode page = Json.object();
    page.set("results", results);
    // An empty list where the original has null: the JavaScript client cannot do without.
    page.set("query_vector", wanted.map(Documents::vector).orElseGet(Json::array));
    return page.put("result_count", hits.size()).put("total_pages", 0).put("current_page", 0);
  }

  // The original's cosines are from 0 to 1.
  private static double score(double cosine) {
    return cosine / 2 + 0.5;
  }
}

package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.memory.Draft;
import dev.memwarden.memory.Entity;
import dev.memwarden.memory.EntityStore;
import dev.memwarden.memory.Kind;
import dev.memwarden.memory.Memory;
import dev.memwarden.memory.MemoryEngine;
import dev.memwarden.memory.Order;
import dev.memwarden.memory.Outcome;
import dev.memwarden.memory.Put;
import dev.memwarden.memory.Selection;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;

/// The documents of a collection, one by one and by the list.
final class DocumentRoutes {

  /// How much text gets its vectors before the reply, in bytes of UTF-8: some four seconds of
  /// embedding, where clients wait ten. What is more gets them later.
  static final int AT_ONCE = 65_536;

  private static final String DOCUMENT = "/document";
  private static final String BY_UUID = DOCUMENT + "/uuid";
  private static final String UUID = "/{document_uuid}";
  private static final String LIST = OneCollection.ONE + DOCUMENT + "/list";

  private static final Reply UNKNOWN = Replies.line(404, "documents not found");

  private final MemoryEngine engine;
  private final EntityStore entities;
  private final EmbeddingJob embedding;

  DocumentRoutes(MemoryEngine engine, EntityStore entities, EmbeddingJob embedding) {
    this.engine = engine;
    this.entities = entities;
    this.embedding = embedding;
  }

  List<Route> routes() {
    return List.of(
        Collections.inside(
            entities,
            Method.POST,
            OneCollection.ONE + DOCUMENT,
            DocumentOperations.ADD,
            new NewDocuments.OnWire(),
            NewDocuments::collection,
            Action.MEMORY_WRITE,
            this::add),
        get(BY_UUID, DocumentOperations.GET),
        patch(BY_UUID, DocumentOperations.PATCH),
        Collections.inside(
            entities,
            Method.DELETE,
            OneCollection.ONE + BY_UUID + UUID,
            DocumentOperations.DELETE,
            new DocumentUuids.OfOne(BY_UUID),
            DocumentUuids::collection,
            Action.MEMORY_DELETE,
            (here, _, request) -> delete(here, request)),
        // The JavaScript client leaves a word out, to which the original has no route.
        get(DOCUMENT, DocumentOperations.GET_SHORT),
        patch(DOCUMENT, DocumentOperations.PATCH_SHORT),
        Collections.inside(
            entities,
            Method.POST,
            LIST + "/get",
            DocumentOperations.GET_LIST,
            new DocumentList.OnWire(),
            DocumentList::collection,
            Action.MEMORY_READ,
            (here, _, request) -> list(here, request)),
        Collections.inside(
            entities,
            Method.POST,
            LIST + "/delete",
            DocumentOperations.DELETE_LIST,
            new DocumentUuids.OfSeveral(),
            DocumentUuids::collection,
            Action.MEMORY_DELETE,
            (here, _, request) -> delete(here, request)),
        Collections.inside(
            entities,
            Method.PATCH,
            LIST + "/update",
            DocumentOperations.PATCH_LIST,
            new DocumentChanges.OfSeveral(),
            DocumentChanges::collection,
            Action.MEMORY_WRITE,
            (here, _, request) -> patch(here, request)));
  }

  private Route get(String part, Operation operation) {
    return Collections.inside(
        entities,
        Method.GET,
        OneCollection.ONE + part + UUID,
        operation,
        new DocumentUuids.OfOne(part),
        DocumentUuids::collection,
        Action.MEMORY_READ,
        (here, _, request) -> get(here, request));
  }

  private Route patch(String part, Operation operation) {
    return Collections.inside(
        entities,
        Method.PATCH,
        OneCollection.ONE + part + UUID,
        operation,
        new DocumentChanges.OfOne(part),
        DocumentChanges::collection,
        Action.MEMORY_WRITE,
        (here, _, request) -> patch(here, request));
  }

  private Reply add(Allow here, Entity collection, NewDocuments request) {
    CollectionData data = CollectionData.of(collection);
    return Embeddings.mistake(data, request.documents())
        .map(mistake -> Replies.line(400, mistake))
        .orElseGet(() -> add(here, collection, data, request));
  }

  private Reply add(Allow here, Entity collection, CollectionData data, NewDocuments request) {
    Map<String, String> ids = new HashMap<>();
    request.ids().forEach(id -> ids.put(id, ""));
    if (Documents.isTaken(engine, here, ids)) {
      return Replies.line(400, Documents.TAKEN);
    }
    boolean later = data.auto() && request.bytes() > AT_ONCE;
    List<Draft> drafts =
        request.documents().stream()
            .map(document -> Documents.draft(collection.place(), document))
            .map(draft -> later ? Documents.waiting(draft) : draft)
            .toList();
    ArrayNode uuids = Json.array();
    return switch (engine.put(here, drafts)) {
      case Put.Full full -> Replies.line(409, full.reason());
      case Put.Taken _ -> throw new IllegalStateException("a uuid that was made here is taken");
      case Put.Done(List<Outcome.Effect> effects) -> {
        effects.forEach(effect -> uuids.add(effect.memory().id()));
        if (later) {
          embedding.ask(here, collection);
        }
        yield Replies.json(200, uuids);
      }
    };
  }

  private Reply get(Allow here, DocumentUuids request) {
    List<Memory> documents = find(here, request.uuids());
    return documents.isEmpty() ? UNKNOWN : Replies.json(200, shown(here, documents).get(0));
  }

  private Reply list(Allow here, DocumentList request) {
    List<Memory> documents =
        request.ids().isEmpty()
            ? find(here, request.uuids())
            : called(here, Set.copyOf(request.ids()));
    return documents.isEmpty() ? UNKNOWN : Replies.json(200, shown(here, documents));
  }

  private List<Memory> find(Allow here, List<String> uuids) {
    return uuids.stream().flatMap(uuid -> engine.find(here, Kind.DOCUMENT, uuid).stream()).toList();
  }

  private List<Memory> called(Allow here, Set<String> ids) {
    Selection selection = Documents.ALL.where(document -> ids.contains(Documents.id(document)));
    return engine.list(here, selection, Order.OLDEST_FIRST, 0, NewDocuments.MAX_DOCUMENTS);
  }

  private ArrayNode shown(Allow here, List<Memory> documents) {
    Vectors vectors = Vectors.of(engine, here, documents);
    ArrayNode array = Json.array();
    documents.forEach(one -> array.add(Documents.document(one, vectors.of(one))));
    return array;
  }

  // One after the other: what is not there any more keeps nobody from changing the rest.
  private Reply patch(Allow here, DocumentChanges request) {
    if (Documents.isTaken(engine, here, request.ids())) {
      return Replies.line(400, Documents.TAKEN);
    }
    boolean any = request.changes().isEmpty();
    for (DocumentChange change : request.changes()) {
      any |=
          change.isEmpty()
              ? engine.find(here, Kind.DOCUMENT, change.uuid()).isPresent()
              : engine
                  .revise(here, Kind.DOCUMENT, change.uuid(), change.revision())
                  .done()
                  .isPresent();
    }
    return any ? Replies.ok() : UNKNOWN;
  }

  private Reply delete(Allow here, DocumentUuids request) {
    boolean any = false;
    for (String uuid : request.uuids()) {
      any |= engine.delete(here, Kind.DOCUMENT, uuid);
    }
    return any ? Replies.ok() : UNKNOWN;
  }
}

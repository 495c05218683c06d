package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Principal;
import dev.memwarden.memory.Entity;
import dev.memwarden.memory.EntityKind;
import dev.memwarden.memory.EntityStore;
import dev.memwarden.memory.MemoryEngine;
import dev.memwarden.memory.NewEntity;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Match;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;

/// The register of collections. What is in them is in [DocumentRoutes].
final class CollectionRoutes {
  private final MemoryEngine engine;
  private final EntityStore entities;
  private final EmbeddingJob embedding;

  CollectionRoutes(MemoryEngine engine, EntityStore entities, EmbeddingJob embedding) {
    this.engine = engine;
    this.entities = entities;
    this.embedding = embedding;
  }

  List<Route> routes() {
    return List.of(
        new Route.Guarded<>(
            Match.of(Method.GET, OneCollection.PATH),
            CollectionOperations.LIST,
            new PageRequest.OnWire(OneCollection.PATH),
            (_, request) -> request.demands(),
            this::list,
            Collections::rows),
        Collections.route(
            Method.POST,
            OneCollection.ONE,
            CollectionOperations.ADD,
            new NewCollection.OnWire(),
            NewCollection::demands,
            this::add),
        new Route.Guarded<>(
            Match.of(Method.GET, OneCollection.ONE),
            CollectionOperations.GET,
            new OneCollection.OnWire(),
            (_, request) -> request.toRead(),
            this::get,
            Collections::rows),
        Collections.inside(
            entities,
            Method.PATCH,
            OneCollection.ONE,
            CollectionOperations.PATCH,
            new CollectionPatch.OnWire(),
            CollectionPatch::collection,
            Action.MEMORY_WRITE,
            this::patch),
        Collections.inside(
            entities,
            Method.DELETE,
            OneCollection.ONE,
            CollectionOperations.DELETE,
            new OneCollection.OnWire(),
            Function.identity(),
            Action.MEMORY_DELETE,
            this::delete),
        Collections.inside(
            entities,
            Method.POST,
            OneCollection.ONE + "/index/create",
            CollectionOperations.INDEX,
            new IndexRequest.OnWire(),
            IndexRequest::collection,
            Action.MEMORY_WRITE,
            (here, found, _) -> index(here, found)));
  }

  private Reply list(Allow allow, PageRequest request) {
    ArrayNode list = Json.array();
    entities
        .list(
            allow,
            EntityKind.COLLECTION,
            request.cursor(),
            request.limit().orElse(Integer.MAX_VALUE))
        .entities()
        .forEach(
            one -> list.add(Collections.collection(engine, Collections.here(allow, one), one)));
    return Replies.json(200, list);
  }

  private Reply add(Allow allow, NewCollection request) {
    String name = request.collection().name();
    // Whoever acts for many could not tell two of one name apart.
    boolean user = allow.identity().principal().kind() == Principal.Kind.USER;
    boolean taken = !user && Collections.find(entities, allow, name).isPresent();
    NewEntity collection =
        NewEntity.lasting(
            EntityKind.COLLECTION, name, request.place(), Json.text(request.data().written()));
    return !taken && entities.create(allow, collection).isPresent()
        ? Replies.ok()
        : Replies.line(
            400, "failed to create collection: bad request: collection already exists: " + name);
  }

  private Reply get(Allow allow, OneCollection request) {
    return Collections.in(
        entities,
        allow,
        request,
        Action.MEMORY_READ,
        (here, found) -> Replies.json(200, Collections.collection(engine, here, found)));
  }

  private Reply patch(Allow here, Entity found, CollectionPatch request) {
    return entities
        .update(here, EntityKind.COLLECTION, found.id(), one -> patched(one, request))
        .map(_ -> Replies.ok())
        .orElseGet(() -> Collections.unknown(request.collection()));
  }

  private static Entity patched(Entity collection, CollectionPatch request) {
    return collection.withBody(Json.text(request.onto(CollectionData.of(collection)).written()));
  }

  private Reply delete(Allow here, Entity found, OneCollection request) {
    // The collection goes last: what is left after a crash can be deleted again.
    engine.deleteAll(here, Documents.ALL);
    return entities.delete(here, EntityKind.COLLECTION, found.id())
        ? Replies.ok()
        : Collections.unknown(request);
  }

  // Documents are in the index as soon as they have a vector: some may wait for one.
  private Reply index(Allow here, Entity found) {
    embedding.ask(here, found);
    return Replies.ok();
  }
}

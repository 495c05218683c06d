package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Extent;
import dev.memwarden.memory.Entity;
import dev.memwarden.memory.EntityKind;
import dev.memwarden.memory.EntityStore;
import dev.memwarden.memory.Kind;
import dev.memwarden.memory.MemoryEngine;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Match;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import dev.memwarden.server.http.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// How collections are found, and look on the wire.
final class Collections {
  private Collections() {}

  /// A route whose replies do not say whose the things are that they show.
  static <Q> Route route(
      Method method,
      String path,
      Operation operation,
      Wire<Q> wire,
      Function<Q, List<Demand>> demands,
      BiFunction<Allow, Q, Reply> work) {
    return new Route.Guarded<>(
        Match.of(method, path),
        operation,
        wire,
        (_, request) -> demands.apply(request),
        work,
        _ -> List.of());
  }

  /// Does something in a collection.
  @FunctionalInterface
  interface Inside<Q> {
    /// @param here a proof for this collection alone
    Reply work(Allow here, Entity collection, Q request);
  }

  /// A route to what one action does in the collection that a request names: the action that is
  /// asked for is the one that is looked for there.
  static <Q> Route inside(
      EntityStore entities,
      Method method,
      String path,
      Operation operation,
      Wire<Q> wire,
      Function<Q, OneCollection> named,
      Action action,
      Inside<Q> inside) {
    return route(
        method,
        path,
        operation,
        wire,
        request -> named.apply(request).to(action),
        (allow, request) ->
            in(
                entities,
                allow,
                named.apply(request),
                action,
                (here, collection) -> inside.work(here, collection, request)));
  }

  /// The collection that a client means by a name, if there is one to read.
  static Optional<Entity> find(EntityStore entities, Allow allow, String name) {
    return Nearest.of(
        allow, Action.MEMORY_READ, within -> entities.find(within, EntityKind.COLLECTION, name));
  }

  /// Does something in the collection that a client means, if the caller may. One that it may read
  /// and not change is forbidden; one that it has not found is unknown.
  ///
  /// @param work gets a proof for this collection alone
  static Reply in(
      EntityStore entities,
      Allow allow,
      OneCollection wanted,
      Action action,
      BiFunction<Allow, Entity, Reply> work) {
    Optional<Entity> found = find(entities, allow, wanted.name());
    if (found.isEmpty()) {
      return unknown(wanted);
    }
    Allow here = here(allow, found.get());
    return here.mayReach(action).isEmpty() ? Replies.outOfReach() : work.apply(here, found.get());
  }

  /// The proof for one collection alone.
  static Allow here(Allow allow, Entity collection) {
    return allow.within(Box.exactly(collection.place()));
  }

  /// What is not in reach, or nowhere.
  static Reply unknown(OneCollection wanted) {
    return Replies.line(404, "collection: " + wanted.name() + " not found");
  }

  /// Clients refuse one that has a field more.
  ///
  /// @param here a proof for this collection alone
  static ObjectNode collection(MemoryEngine engine, Allow here, Entity collection) {
    CollectionData data = CollectionData.of(collection);
    ObjectNode node =
        Json.object()
            .put("uuid", Entities.uuid(collection).toString())
            .put("created_at", GoJson.time(collection.createdAt()))
            .put("updated_at", GoJson.time(collection.updatedAt()))
            .put("name", collection.id())
            .put("description", data.description());
    data.metadata()
        .filter(metadata -> !metadata.isEmpty())
        .ifPresent(metadata -> node.set("metadata", metadata));
    return node.put("embedding_dimensions", data.auto() ? engine.dimensions() : data.dimensions())
        .put("is_auto_embedded", data.auto())
        .put("is_normalized", data.auto())
        .put("is_indexed", true)
        .put("document_count", engine.count(here, Documents.ALL))
        .put("document_embedded_count", engine.countEmbedded(here, Kind.DOCUMENT));
  }

  /// One box for each collection that is shown, in a list or alone.
  static List<Box> rows(Reply reply) {
    List<Box> rows = new ArrayList<>();
    reply
        .json()
        .ifPresent(body -> {
          Iterable<JsonNode> collections = body.isArray() ? body : List.of(body);
          for (JsonNode one : collections) {
            rows.add(Box.EVERYWHERE.with(Axis.LABEL, Extent.of(one.path("name").stringValue())));
          }
        });
    return rows;
  }
}

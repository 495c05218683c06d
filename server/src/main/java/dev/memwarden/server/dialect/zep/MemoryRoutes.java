package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Place;
import dev.memwarden.auth.Principal;
import dev.memwarden.memory.Draft;
import dev.memwarden.memory.Entity;
import dev.memwarden.memory.EntityKind;
import dev.memwarden.memory.EntityStore;
import dev.memwarden.memory.Memory;
import dev.memwarden.memory.MemoryEngine;
import dev.memwarden.memory.NewEntity;
import dev.memwarden.memory.Put;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Match;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// The memory of a session: what was said last, and what the rest was about.
final class MemoryRoutes {

  /// How many messages a client gets that does not say.
  static final int WINDOW = 12;

  private static final String PATH = OneSession.PATH + "/{session_id}/memory";

  private final MemoryEngine engine;
  private final EntityStore entities;
  private final Optional<SummaryJob> summaries;

  /// @param summaries where nobody sums anything up, empty
  MemoryRoutes(MemoryEngine engine, EntityStore entities, Optional<SummaryJob> summaries) {
    this.engine = engine;
    this.entities = entities;
    this.summaries = summaries;
  }

  List<Route> routes() {
    return List.of(
        new Route.Guarded<>(
            Match.of(Method.GET, PATH),
            MemoryOperations.GET,
            new MemoryRequest.OnWire(),
            (_, request) -> request.demands(),
            this::get,
            _ -> List.of()),
        new Route.Guarded<>(
            Match.of(Method.POST, PATH),
            MemoryOperations.ADD,
            new NewMemory.OnWire(),
            (_, request) -> request.demands(),
            this::add,
            _ -> List.of()),
        new Route.Guarded<>(
            Match.of(Method.DELETE, PATH),
            MemoryOperations.DELETE,
            new OneSession.OnWire("/memory"),
            (_, request) -> request.toDelete(),
            this::delete,
            _ -> List.of()));
  }

  private Reply get(Allow allow, MemoryRequest request) {
    Optional<Allow> here = SessionRoutes.inside(entities, allow, request.session());
    Optional<Memory> summary = here.flatMap(within -> Summaries.newest(engine, within));
    List<Memory> messages =
        here.map(within ->
                request
                    .last()
                    .map(last -> Messages.newest(engine, within, last).reversed())
                    .orElseGet(() -> Messages.since(engine, within, summary, WINDOW)))
            .orElse(List.of());
    ObjectNode body = Json.object();
    body.set("messages", Messages.written(messages));
    body.set("summary", Summaries.orZero(summary));
    return Replies.json(200, body);
  }

  private Reply add(Allow allow, NewMemory request) {
    Optional<Place> registered = registered(allow, request);
    if (registered.isEmpty() && isAmbiguous(allow)) {
      return Replies.notFound();
    }
    Place place = registered.orElseGet(request::place);
    if (!allow.reach(Action.MEMORY_WRITE).contains(place)) {
      return Replies.outOfReach();
    }
    if (registered.isEmpty()) {
      // If somebody was quicker, so much the better.
      var _ =
          entities.create(
              allow, NewEntity.lasting(EntityKind.SESSION, request.session(), place, "{}"));
    }
    List<Draft> drafts =
        request.messages().stream().map(message -> Messages.draft(place, message)).toList();
    if (drafts.isEmpty()) {
      return Replies.ok();
    }
    return switch (engine.put(allow.within(Box.exactly(place)), drafts)) {
      case Put.Done _ -> {
        summaries.ifPresent(job -> job.ask(allow, place, request.session()));
        yield Replies.ok();
      }
      case Put.Full full -> Replies.line(409, full.reason());
      case Put.Taken(String uuid) -> Replies.bad("message already exists with uuid: " + uuid);
    };
  }

  // Found by writing to it: a client may be allowed to add and not to look.
  private Optional<Place> registered(Allow allow, NewMemory request) {
    return Nearest.of(
            allow,
            Action.MEMORY_WRITE,
            within ->
                entities.update(within, EntityKind.SESSION, request.session(), session -> session))
        .map(Entity::place);
  }

  // Whoever acts for many, and sees one or several of this id, does not mean a new one.
  private boolean isAmbiguous(Allow allow) {
    return allow.identity().principal().kind() != Principal.Kind.USER
        && !allow.mayReach(Action.MEMORY_READ).isEmpty()
        && entities.list(allow, EntityKind.SESSION, 0, 1).total() > 0;
  }

  private Reply delete(Allow allow, OneSession request) {
    return Found.at(
        SessionRoutes.find(entities, allow, request.id()).map(Entity::place),
        allow,
        Action.MEMORY_DELETE,
        here -> deleteThere(here, request));
  }

  private Reply deleteThere(Allow here, OneSession request) {
    // The session goes last: what is left after a crash can be deleted again.
    engine.deleteAll(here, Messages.ALL);
    engine.deleteAll(here, Summaries.ALL);
    return entities.delete(here, EntityKind.SESSION, request.id())
        ? Replies.ok()
        : Replies.notFound();
  }
}

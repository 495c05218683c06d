package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Principal;
import dev.memwarden.memory.Entity;
import dev.memwarden.memory.EntityKind;
import dev.memwarden.memory.EntityStore;
import dev.memwarden.memory.NewEntity;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Match;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import java.util.List;
import java.util.Optional;

/// The register of sessions: who has which, and what clients attach to them. What was said in them
/// is in [MemoryRoutes] and [MessageRoutes].
final class SessionRoutes {
  private final EntityStore entities;

  SessionRoutes(EntityStore entities) {
    this.entities = entities;
  }

  List<Route> routes() {
    return List.of(
        new Route.Guarded<>(
            Match.of(Method.GET, OneSession.PATH),
            SessionOperations.LIST,
            new PageRequest.OnWire(OneSession.PATH),
            (_, request) -> request.demands(),
            this::list,
            Sessions::rows),
        new Route.Guarded<>(
            Match.of(Method.POST, OneSession.PATH),
            SessionOperations.ADD,
            new NewSession.OnWire(),
            (_, request) -> request.demands(),
            this::add,
            // Nothing but what was just sent.
            _ -> List.of()),
        new Route.Guarded<>(
            Match.of(Method.GET, OneSession.PATH + "/{session_id}"),
            SessionOperations.GET,
            new OneSession.OnWire(""),
            (_, request) -> request.toRead(),
            this::get,
            Sessions::rows),
        new Route.Guarded<>(
            Match.of(Method.PATCH, OneSession.PATH + "/{session_id}"),
            SessionOperations.PATCH,
            new SessionPatch.OnWire(),
            (_, request) -> request.demands(),
            this::patch,
            Sessions::rows));
  }

  /// The session that a client means by an id, if there is one to read.
  static Optional<Entity> find(EntityStore entities, Allow allow, String id) {
    return Nearest.of(
        allow, Action.MEMORY_READ, within -> entities.find(within, EntityKind.SESSION, id));
  }

  /// The proof for that session alone.
  static Optional<Allow> inside(EntityStore entities, Allow allow, String id) {
    return find(entities, allow, id).map(session -> allow.within(Box.exactly(session.place())));
  }

  private Reply list(Allow allow, PageRequest request) {
    EntityStore.Page page =
        entities.list(
            allow, EntityKind.SESSION, request.cursor(), request.limit().orElse(Integer.MAX_VALUE));
    return Replies.json(200, Sessions.numbered(page.entities(), request.cursor() + 1L));
  }

  private Reply add(Allow allow, NewSession request) {
    boolean reads = !allow.mayReach(Action.MEMORY_READ).isEmpty();
    if (reads && isOfStranger(allow, request)) {
      return Replies.bad("user does not exist with user_id: " + request.user().orElseThrow());
    }
    // Whoever acts for many could not tell two of one id apart.
    boolean user = allow.identity().principal().kind() == Principal.Kind.USER;
    if (!user && reads && find(entities, allow, request.id()).isPresent()) {
      return exists(request);
    }
    String body =
        Json.text(
            request
                .metadata()
                .map(Metadata::unprivileged)
                .map(Sessions::body)
                .orElseGet(Json::object));
    Optional<Entity> added =
        entities.create(
            allow, NewEntity.lasting(EntityKind.SESSION, request.id(), request.place(), body));
    return added
        .map(session -> Replies.json(201, Sessions.session(session, number(allow, session))))
        .orElseGet(() -> exists(request));
  }

  private static Reply exists(NewSession request) {
    return Replies.bad("session already exists with session_id: " + request.id());
  }

  // A caller needs no profile of its own.
  private boolean isOfStranger(Allow allow, NewSession request) {
    if (request.user().isEmpty() || request.user().equals(request.home().user())) {
      return false;
    }
    String user = request.user().get();
    Allow there = allow.within(Box.exactly(request.home().profile(user)));
    return !there.mayReach(Action.MEMORY_READ).isEmpty()
        && entities.find(there, EntityKind.PROFILE, user).isEmpty();
  }

  private Reply get(Allow allow, OneSession request) {
    return find(entities, allow, request.id())
        .map(session -> Replies.json(200, Sessions.session(session, number(allow, session))))
        .orElseGet(Replies::notFound);
  }

  private Reply patch(Allow allow, SessionPatch request) {
    return Found.at(
        find(entities, allow, request.id()).map(Entity::place),
        allow,
        Action.MEMORY_WRITE,
        here -> patchThere(allow, here, request));
  }

  private Reply patchThere(Allow allow, Allow here, SessionPatch request) {
    Merge merge = new Merge(Metadata.unprivileged(request.metadata()));
    Optional<Entity> patched =
        entities.update(
            here,
            EntityKind.SESSION,
            request.id(),
            session -> session.withBody(Json.text(Sessions.grown(session, merge))));
    return Replies.patched(
        merge, patched.map(session -> Sessions.session(session, number(allow, session))));
  }

  private long number(Allow allow, Entity session) {
    return allow.mayReach(Action.MEMORY_READ).isEmpty()
        ? Sessions.NO_NUMBER
        : entities.number(allow, session);
  }
}

package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Box;
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
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;

/// What is known of users beside their memory. Nothing here makes a user, ends one or touches a
/// key: who may do what is decided elsewhere.
final class UserRoutes {
  private static final String ONE = OneUser.PATH + "/{user_id}";

  private final MemoryEngine engine;
  private final EntityStore entities;

  UserRoutes(MemoryEngine engine, EntityStore entities) {
    this.engine = engine;
    this.entities = entities;
  }

  List<Route> routes() {
    return List.of(
        new Route.Guarded<>(
            Match.of(Method.GET, OneUser.PATH),
            UserOperations.LIST,
            new PageRequest.OnWire(OneUser.PATH),
            (_, request) -> request.demands(),
            this::list,
            Users::rows),
        new Route.Guarded<>(
            Match.of(Method.POST, OneUser.PATH),
            UserOperations.ADD,
            new UserRequest.Added(),
            (_, request) -> request.toAdd(),
            this::add,
            // Nothing but what was just sent.
            _ -> List.of()),
        new Route.Guarded<>(
            Match.of(Method.GET, ONE),
            UserOperations.GET,
            new OneUser.OnWire(""),
            (_, request) -> request.toReadProfile(),
            this::get,
            Users::rows),
        new Route.Guarded<>(
            Match.of(Method.PATCH, ONE),
            UserOperations.PATCH,
            new UserRequest.Changed(),
            (_, request) -> request.toChange(),
            this::patch,
            Users::rows),
        new Route.Guarded<>(
            Match.of(Method.DELETE, ONE),
            UserOperations.DELETE,
            new OneUser.OnWire(""),
            (_, request) -> request.toDelete(),
            this::delete,
            _ -> List.of()),
        new Route.Guarded<>(
            Match.of(Method.GET, ONE + "/sessions"),
            UserOperations.SESSIONS,
            new OneUser.OnWire("/sessions"),
            (_, request) -> request.toReadSessions(),
            this::sessions,
            Sessions::rows));
  }

  private Reply list(Allow allow, PageRequest request) {
    Allow profiles = allow.within(request.home().profiles());
    ArrayNode users = Json.array();
    if (!profiles.mayReach(Action.MEMORY_READ).isEmpty()) {
      long number = request.cursor();
      EntityStore.Page page =
          entities.list(
              profiles,
              EntityKind.PROFILE,
              request.cursor(),
              request.limit().orElse(Integer.MAX_VALUE));
      for (Entity profile : page.entities()) {
        users.add(Users.user(profile, ++number));
      }
    }
    return Replies.json(200, users);
  }

  private Reply add(Allow allow, UserRequest request) {
    NewEntity profile =
        NewEntity.lasting(
            EntityKind.PROFILE,
            request.id(),
            request.place(),
            Json.text(request.profile().written()));
    return entities
        .create(allow, profile)
        .map(added -> Replies.json(201, Users.user(added, number(allow, request.home(), added))))
        .orElseGet(() -> Replies.bad("user already exists with user_id: " + request.id()));
  }

  private Reply get(Allow allow, OneUser request) {
    return find(allow, request)
        .map(user -> Replies.json(200, Users.user(user, number(allow, request.home(), user))))
        .orElseGet(Replies::notFound);
  }

  private Optional<Entity> find(Allow allow, OneUser request) {
    Allow there = allow.within(Box.exactly(request.home().profile(request.id())));
    return entities.find(there, EntityKind.PROFILE, request.id());
  }

  private Reply patch(Allow allow, UserRequest request) {
    Merge merge = new Merge(request.profile().metadata().orElseGet(Json::object));
    Optional<Entity> patched =
        entities.update(
            allow,
            EntityKind.PROFILE,
            request.id(),
            user ->
                user.withBody(
                    Json.text(request.profile().onto(Metadata.stored(user.body()), merge))));
    return Replies.patched(
        merge, patched.map(user -> Users.user(user, number(allow, request.home(), user))));
  }

  private Reply delete(Allow allow, OneUser request) {
    return Found.at(
        find(allow, request).map(Entity::place),
        allow,
        Action.MEMORY_DELETE,
        there -> deleteThere(allow, there, request));
  }

  private Reply deleteThere(Allow allow, Allow there, OneUser request) {
    // The profile goes last: what is left after a crash can be deleted again.
    engine.deleteAll(allow, Messages.ALL);
    engine.deleteAll(allow, Summaries.ALL);
    entities.deleteAll(allow, EntityKind.SESSION);
    return entities.delete(there, EntityKind.PROFILE, request.id())
        ? Replies.ok()
        : Replies.notFound();
  }

  private Reply sessions(Allow allow, OneUser request) {
    return Replies.json(
        200,
        Sessions.unnumbered(
            entities.list(allow, EntityKind.SESSION, 0, Integer.MAX_VALUE).entities()));
  }

  private long number(Allow allow, Home home, Entity profile) {
    Allow profiles = allow.within(home.profiles());
    return profiles.mayReach(Action.MEMORY_READ).isEmpty()
        ? Sessions.NO_NUMBER
        : entities.number(profiles, profile);
  }
}

package dev.memwarden.server.dialect.redisams;

import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Deny;
import dev.memwarden.auth.Extent;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Refusal;
import dev.memwarden.memory.MemoryEngine;
import dev.memwarden.memory.MemoryStore;
import dev.memwarden.server.api.Chapter;
import dev.memwarden.server.fastapi.Details;
import dev.memwarden.server.http.Dialect;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Match;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Problem;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The Redis Agent Memory Server. What is served of it, and what differs, is in
/// `docs/dialects/redis-ams.md`.
public final class RedisAmsDialect implements Dialect {
  private final MemoryEngine engine;
  private final InstantSource clock;

  /// @param clock what `/v1/health` tells
  public RedisAmsDialect(MemoryEngine engine, InstantSource clock) {
    this.engine = engine;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "redisams";
  }

  @Override
  public Chapter chapter() {
    return new Chapter(
        "Redis Agent Memory Server",
        "The wire of the Redis Agent Memory Server. A `user_id` that is left out means the caller, a"
            + " namespace is the label of a place.",
        Operations.REFUSAL,
        Operations.MALFORMED);
  }

  @Override
  public List<Route> routes() {
    return List.of(
        new Route.Open(Match.of(Method.GET, "/v1/health"), Operations.HEALTH, _ -> health()),
        new Route.Guarded<>(
            Match.of(Method.GET, "/v1/working-memory/"),
            Operations.SESSIONS,
            new SessionsWire(),
            (_, request) -> request.demands(),
            this::sessions,
            RedisAmsDialect::rows));
  }

  @Override
  public Reply unauthenticated(Refusal why) {
    return plain(why == Refusal.CONFLICTING_CREDENTIALS ? 400 : 401, RefusalText.of(why));
  }

  @Override
  public Reply forbidden(Route route, Identity who, Deny denial) {
    return plain(
        403,
        denial.why() == Refusal.OUT_OF_REACH
            ? "Insufficient permissions. Out of reach for this credential"
            : "Insufficient permissions. Required scope: " + denial.unmet().action().word());
  }

  @Override
  public Reply malformed(List<Problem> problems) {
    return Details.malformed(problems);
  }

  @Override
  public Reply plain(int status, String message) {
    return Details.plain(status, message);
  }

  private Reply health() {
    return Reply.json(200, Json.object().put("now", clock.millis()));
  }

  private Reply sessions(Allow allow, SessionsRequest request) {
    MemoryStore.Sessions sessions = engine.sessions(allow, request.offset(), request.limit());
    ObjectNode body = Json.object();
    ArrayNode ids = body.putArray("sessions");
    sessions.page().forEach(session -> ids.add(session.id()));
    return Reply.json(200, body.put("total", sessions.total()));
  }

  private static List<Box> rows(Reply reply) {
    List<Box> rows = new ArrayList<>();
    reply
        .json()
        .ifPresent(body ->
            body.path("sessions")
                .forEach(id ->
                    rows.add(Box.EVERYWHERE.with(Axis.SESSION, Extent.of(id.stringValue())))));
    return rows;
  }
}

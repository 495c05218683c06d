package dev.memwarden.server.dialect.redisams;

import dev.memwarden.auth.Deny;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Refusal;
import dev.memwarden.memory.EntityStore;
import dev.memwarden.memory.JobHandler;
import dev.memwarden.memory.JobStore;
import dev.memwarden.memory.MemoryEngine;
import dev.memwarden.memory.Summarizer;
import dev.memwarden.server.api.Chapter;
import dev.memwarden.server.dialect.redisams.longterm.Finder;
import dev.memwarden.server.dialect.redisams.longterm.LongTermRoutes;
import dev.memwarden.server.dialect.redisams.prompt.PromptRoutes;
import dev.memwarden.server.dialect.redisams.scope.Refusals;
import dev.memwarden.server.dialect.redisams.views.Views;
import dev.memwarden.server.dialect.redisams.working.Promotion;
import dev.memwarden.server.dialect.redisams.working.Sessions;
import dev.memwarden.server.dialect.redisams.working.WorkingRoutes;
import dev.memwarden.server.fastapi.Details;
import dev.memwarden.server.http.Dialect;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Match;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Problem;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The Redis Agent Memory Server. What is served of it, and what differs, is in
/// `docs/dialects/redis-ams.md`.
public final class RedisAmsDialect implements Dialect {
  private final InstantSource clock;
  private final List<Route> routes;
  private final Map<String, JobHandler> jobs;

  /// @param waiting knows which jobs are still to be done
  /// @param summarizer for messages that a window has no more room for, and for views; empty where
  ///   nobody sums anything up
  /// @param extracts whether a language model says what messages are to be remembered for
  /// @param clock what `/v1/health` tells, and when things are
  /// @param ids makes ids of messages that have none, of views and of tasks, each different
  public RedisAmsDialect(
      MemoryEngine engine,
      EntityStore entities,
      JobStore waiting,
      Optional<Summarizer> summarizer,
      boolean extracts,
      InstantSource clock,
      Supplier<String> ids) {
    this.clock = clock;
    Sessions sessions = new Sessions(entities);
    Finder finder = new Finder(engine, clock);
    Views views = new Views(entities, engine, waiting, summarizer, clock, ids);
    this.routes =
        Stream.of(
                List.<Route>of(
                    new Route.Open(
                        Match.of(Method.GET, "/v1/health"), Operations.HEALTH, _ -> health())),
                new WorkingRoutes(sessions, summarizer, clock, ids).routes(),
                new LongTermRoutes(engine, finder, clock).routes(),
                new PromptRoutes(sessions, finder).routes(),
                views.routes())
            .flatMap(List::stream)
            .toList();
    Map<String, JobHandler> handlers = new HashMap<>(views.jobs());
    handlers.put(Promotion.KIND, new Promotion(sessions, engine, extracts, clock));
    this.jobs = Map.copyOf(handlers);
  }

  @Override
  public String name() {
    return "redisams";
  }

  @Override
  public Chapter chapter() {
    return new Chapter(
        "Redis Agent Memory Server",
        "The wire of the Redis Agent Memory Server. A `user_id` that is left out means the caller,"
            + " a namespace is the label of a place.",
        Refusals.REFUSAL,
        Operations.MALFORMED);
  }

  @Override
  public List<Route> routes() {
    return routes;
  }

  @Override
  public Map<String, JobHandler> jobs() {
    return jobs;
  }

  @Override
  public Reply unauthenticated(Refusal why) {
    return plain(why == Refusal.CONFLICTING_CREDENTIALS ? 400 : 401, RefusalText.of(why));
  }

  @Override
  public Reply forbidden(Route route, Identity who, Deny denial) {
    return denial.why() == Refusal.OUT_OF_REACH
        ? Refusals.outOfReach()
        : plain(403, "Insufficient permissions. Required scope: " + denial.unmet().action().word());
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
}

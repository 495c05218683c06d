package dev.memwarden.server.dialect.mem0;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Deny;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Refusal;
import dev.memwarden.memory.Answerer;
import dev.memwarden.memory.MemoryEngine;
import dev.memwarden.memory.Totals;
import dev.memwarden.server.api.Chapter;
import dev.memwarden.server.fastapi.Details;
import dev.memwarden.server.http.Dialect;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Match;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Problem;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;

/// The mem0 memory server. Every body and status is the original's; what differs, and why, is in
/// `docs/dialects/mem0.md`.
public final class Mem0Dialect implements Dialect {

  private static final Match STATS = Match.of(Method.GET, "/stats");

  private final List<Route> routes;
  private final Map<Match, String> mayOnly;

  /// @param embedder name of the embedding model, for `/models`
  /// @param statsProtected whether `GET /stats` needs a credential; in the original it does not
  public Mem0Dialect(
      MemoryEngine engine,
      Answerer answerer,
      Totals.Source totals,
      String embedder,
      boolean statsProtected) {
    List<Offer> offers = new Work(engine, answerer).offers();
    Route stats = statsProtected ? protectedStats(totals) : openStats(totals);
    List<Route> others = List.of(health(), models(embedder, answerer.mode()), stats);
    this.routes = Stream.concat(others.stream(), offers.stream().map(Offer::route)).toList();
    this.mayOnly =
        offers.stream().collect(Collectors.toMap(offer -> offer.route().match(), Offer::mayOnly));
  }

  @Override
  public String name() {
    return "mem0";
  }

  @Override
  public Chapter chapter() {
    return new Chapter(
        "mem0 memory server",
        "The wire of the mem0 memory server. A `user_id` that is left out means the caller; naming"
            + " somebody else takes a policy that shares that user's memory.",
        Shapes.REFUSAL,
        Shapes.MALFORMED);
  }

  @Override
  public List<Route> routes() {
    return routes;
  }

  @Override
  public Reply unauthenticated(Refusal why) {
    return switch (why) {
      case NO_CREDENTIAL -> plain(403, "Not authenticated");
      case CONFLICTING_CREDENTIALS -> plain(400, "Two different credentials were presented");
      case UNREADABLE_CREDENTIAL,
          MALFORMED_KEY,
          UNKNOWN_KEY,
          WRONG_SECRET,
          MALFORMED_TOKEN,
          WRONG_ALGORITHM,
          UNKNOWN_ISSUER,
          NO_KEY_ID,
          UNKNOWN_SIGNING_KEY,
          BAD_SIGNATURE,
          WRONG_TOKEN_TYPE,
          WRONG_AUDIENCE,
          ISSUED_IN_FUTURE,
          NO_SUBJECT,
          NO_EXPIRY,
          FOREIGN_TENANT,
          SIGNING_SECRET,
          EXPIRED,
          NOT_YET_VALID,
          REVOKED,
          REPLAYED,
          DISABLED_PRINCIPAL,
          FOREIGN_NETWORK,
          FOREIGN_DIALECT,
          UNSIGNED,
          MALFORMED_SIGNATURE,
          INCOMPLETE_SIGNATURE,
          WRONG_SIGNATURE,
          UNTIMELY_SIGNATURE,
          WRONG_DIGEST,
          ACTION_NOT_ALLOWED,
          OUT_OF_REACH ->
          plain(401, "Invalid API key");
    };
  }

  @Override
  public Reply forbidden(Route route, Identity who, Deny denial) {
    String reason =
        denial.why() == Refusal.OUT_OF_REACH && mayOnly.containsKey(route.match())
            ? "You can only " + mayOnly.get(route.match())
            : "This credential does not allow " + denial.unmet().action().word();
    return plain(
        403, "Access denied: %s (authenticated as '%s')".formatted(reason, who.principal().id()));
  }

  @Override
  public Reply malformed(List<Problem> problems) {
    return Details.malformed(problems);
  }

  @Override
  public Reply plain(int status, String message) {
    return Details.plain(status, message);
  }

  private static Route health() {
    Reply healthy = Reply.json(200, Json.object().put("status", "healthy"));
    return new Route.Open(Match.of(Method.GET, "/health"), Operations.HEALTH, _ -> healthy);
  }

  private static Route models(String embedder, String mode) {
    ArrayNode models = Json.array();
    models.add(Json.object().put("name", embedder).put("type", "embedder"));
    models.add(Json.object().put("name", mode).put("type", "llm"));
    Reply reply = Reply.json(200, Json.object().set("models", models));
    return new Route.Open(Match.of(Method.GET, "/models"), Operations.MODELS, _ -> reply);
  }

  private static Route openStats(Totals.Source source) {
    return new Route.Open(STATS, Operations.TOTALS, _ -> totals(source.totals()));
  }

  private static Route protectedStats(Totals.Source source) {
    return new Route.Guarded<>(
        STATS,
        Operations.TOTALS.needing(Action.MEMORY_READ),
        new StatsRequest.OnWire(),
        (_, request) -> request.demands(),
        (_, _) -> totals(source.totals()),
        _ -> List.of());
  }

  private static Reply totals(Totals totals) {
    return Reply.json(
        200,
        Json.object().put("total_memories", totals.memories()).put("total_users", totals.users()));
  }
}

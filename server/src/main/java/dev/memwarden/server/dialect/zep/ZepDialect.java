package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Deny;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Refusal;
import dev.memwarden.memory.EntityStore;
import dev.memwarden.memory.JobHandler;
import dev.memwarden.memory.JobStore;
import dev.memwarden.memory.MemoryEngine;
import dev.memwarden.memory.Summarizer;
import dev.memwarden.server.api.Chapter;
import dev.memwarden.server.api.Schema;
import dev.memwarden.server.http.Dialect;
import dev.memwarden.server.http.Match;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Problem;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Zep 0.x. What is served of it, and what differs, is in `docs/dialects/zep.md`.
public final class ZepDialect implements Dialect {

  private final List<Route> routes;
  private final Map<String, JobHandler> jobs;

  /// @param entities sessions, users and collections
  /// @param jobs where summaries and vectors are asked for
  /// @param summarizer empty where nobody sums anything up
  public ZepDialect(
      MemoryEngine engine, EntityStore entities, JobStore jobs, Optional<Summarizer> summarizer) {
    EmbeddingJob embedding = new EmbeddingJob(engine, jobs);
    Optional<SummaryJob> summaries =
        summarizer.map(one -> new SummaryJob(engine, entities, jobs, one));
    Map<String, JobHandler> handlers = new HashMap<>(Map.of(EmbeddingJob.KIND, embedding));
    summaries.ifPresent(job -> handlers.put(SummaryJob.KIND, job));
    this.jobs = Map.copyOf(handlers);
    this.routes =
        Stream.of(
                List.of(health()),
                new SessionRoutes(entities).routes(),
                new MemoryRoutes(engine, entities, summaries).routes(),
                new MessageRoutes(engine, entities).routes(),
                new SearchRoutes(engine, entities).routes(),
                new UserRoutes(engine, entities).routes(),
                new CollectionRoutes(engine, entities, embedding).routes(),
                new DocumentRoutes(engine, entities, embedding).routes(),
                new DocumentSearchRoutes(engine, entities).routes())
            .flatMap(List::stream)
            .toList();
  }

  @Override
  public String name() {
    return "zep";
  }

  @Override
  public Chapter chapter() {
    return new Chapter(
        "Zep",
        "The wire of Zep 0.x. Refusals are plain text; every reply has `X-Zep-Version`.",
        Schema.text(),
        Schema.text());
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
  public boolean slashMayFollow() {
    return true;
  }

  @Override
  public Reply unauthenticated(Refusal why) {
    return plain(why == Refusal.CONFLICTING_CREDENTIALS ? 400 : 401, RefusalText.of(why));
  }

  @Override
  public Reply forbidden(Route route, Identity who, Deny denial) {
    return denial.why() == Refusal.OUT_OF_REACH
        ? Replies.outOfReach()
        : Replies.line(
            403, "forbidden: this credential does not allow " + denial.unmet().action().word());
  }

  /// The first mistake only: the original stops there.
  @Override
  public Reply malformed(List<Problem> problems) {
    Problem first = problems.getFirst();
    return first.type().equals(Reading.LINE)
        ? Replies.line(400, first.message())
        : Replies.bad(first.message());
  }

  @Override
  public Reply plain(int status, String message) {
    return switch (status) {
      case 404 -> Replies.line(status, "404 page not found");
      case 405 -> Replies.versioned(Reply.empty(status));
      case 413 ->
          Replies.line(
              status,
              "request body too large. if you're uploading documents, reduce the batch size or size"
                  + " of the document chunks");
      default -> Replies.line(status, message);
    };
  }

  private static Route health() {
    Reply dot =
        Replies.versioned(Reply.bytes(200, "text/plain", ".".getBytes(StandardCharsets.UTF_8)));
    return new Route.Open(Match.of(Method.GET, "/healthz"), Operations.HEALTH, _ -> dot);
  }
}

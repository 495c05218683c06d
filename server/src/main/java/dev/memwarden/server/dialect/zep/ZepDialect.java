package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Deny;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Refusal;
import dev.memwarden.memory.MemoryEngine;
import dev.memwarden.memory.MemoryStore;
import dev.memwarden.server.api.Chapter;
import dev.memwarden.server.api.Schema;
import dev.memwarden.server.http.Dialect;
import dev.memwarden.server.http.Match;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Problem;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;

/// Zep 0.x. What is served of it, and what differs, is in `docs/dialects/zep.md`.
public final class ZepDialect implements Dialect {

  /// The release whose wire this is, in the original's form. Clients warn below 0.21.
  private static final String VERSION = "0.27.2-memwarden (n/a)";

  private final MemoryEngine engine;

  public ZepDialect(MemoryEngine engine) {
    this.engine = engine;
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
    Reply dot = versioned(Reply.bytes(200, "text/plain", ".".getBytes(StandardCharsets.UTF_8)));
    return List.of(
        new Route.Open(Match.of(Method.GET, "/healthz"), Operations.HEALTH, _ -> dot),
        new Route.Guarded<>(
            Match.of(Method.GET, "/api/v1/sessions"),
            Operations.SESSIONS,
            new SessionsRequest.OnWire(),
            (_, request) -> request.demands(),
            this::sessions,
            Sessions::rows));
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
    return plain(
        403,
        denial.why() == Refusal.OUT_OF_REACH
            ? "forbidden: out of reach for this credential"
            : "forbidden: this credential does not allow " + denial.unmet().action().word());
  }

  /// The first mistake only: the original stops there.
  @Override
  public Reply malformed(List<Problem> problems) {
    Problem first = problems.getFirst();
    return plain(
        400,
        switch (first.type()) {
          case "int_parsing" -> unparsed(first, "invalid syntax");
          case "out_of_range" -> unparsed(first, first.message());
          default -> "bad request: " + first.message();
        });
  }

  @Override
  public Reply plain(int status, String message) {
    return versioned(
        switch (status) {
          case 404 -> line(status, "404 page not found");
          case 405 -> Reply.empty(status);
          case 413 ->
              line(
                  status,
                  "request body too large. if you're uploading documents, reduce the batch size or"
                      + " size of the document chunks");
          default -> line(status, message);
        });
  }

  private Reply sessions(Allow allow, SessionsRequest request) {
    MemoryStore.Sessions sessions =
        engine.sessions(allow, request.cursor(), request.limit().orElse(Integer.MAX_VALUE));
    ArrayNode body = Sessions.listed(sessions.page(), request.cursor() + 1L);
    return versioned(Reply.json(200, body, GoJson.write(body)));
  }

  // As Go's strconv says it.
  private static String unparsed(Problem problem, String why) {
    return "strconv.ParseInt: parsing \"" + problem.input() + "\": " + why;
  }

  private static Reply line(int status, String message) {
    return Reply.text(status, message + "\n");
  }

  private static Reply versioned(Reply reply) {
    return reply.withHeader("X-Zep-Version", VERSION);
  }
}

package dev.memwarden.server.dialect.redisams.working;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Extent;
import dev.memwarden.memory.Entity;
import dev.memwarden.memory.EntityStore;
import dev.memwarden.memory.JobRequest;
import dev.memwarden.memory.Summarizer;
import dev.memwarden.server.dialect.redisams.scope.Rows;
import dev.memwarden.server.fastapi.Details;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Match;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Problem;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import dev.memwarden.server.http.Route.Guarded;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Working memory: list, read, replace, delete.
public final class WorkingRoutes {
  private static final String PATH = "/v1/working-memory/{session_id}";

  private static final String UNDATED =
      "messages[].created_at will become required in the next major version. Please provide"
          + " timestamps for all messages.";

  private final Sessions sessions;
  private final Optional<Summarizer> summarizer;
  private final InstantSource clock;
  private final Supplier<String> ids;

  /// @param summarizer for messages that a window has no more room for; empty where nobody sums
  ///   anything up
  /// @param ids makes ids of messages that have none, each different
  public WorkingRoutes(
      Sessions sessions,
      Optional<Summarizer> summarizer,
      InstantSource clock,
      Supplier<String> ids) {
    this.sessions = sessions;
    this.summarizer = summarizer;
    this.clock = clock;
    this.ids = ids;
  }

  /// The routes.
  public List<Route> routes() {
    return List.of(
        new Guarded<>(
            Match.of(Method.GET, "/v1/working-memory/"),
            WorkingOperations.LIST,
            new SessionsRequest.OnWire(),
            (_, request) -> request.demands(),
            this::list,
            WorkingRoutes::listed),
        new Guarded<>(
            Match.of(Method.GET, PATH),
            WorkingOperations.GET,
            new OneSession.OnWire(),
            (_, request) -> request.demands(Action.MEMORY_READ),
            this::get,
            Rows::one),
        new Guarded<>(
            Match.of(Method.PUT, PATH),
            WorkingOperations.PUT,
            new PutRequest.OnWire(),
            (_, request) -> request.demands(),
            this::put,
            Rows::one),
        new Guarded<>(
            Match.of(Method.DELETE, PATH),
            WorkingOperations.DELETE,
            new OneSession.OnWire(),
            (_, request) -> request.demands(Action.MEMORY_DELETE),
            this::delete,
            Rows::none));
  }

  private Reply list(Allow allow, SessionsRequest request) {
    EntityStore.Page page = sessions.list(allow, request.offset(), request.limit());
    ObjectNode body = Json.object();
    ArrayNode shown = body.putArray("sessions");
    page.entities().forEach(session -> shown.add(session.id()));
    return Reply.json(200, body.put("total", page.total()));
  }

  private static List<Box> listed(Reply reply) {
    List<Box> rows = new ArrayList<>();
    reply
        .json()
        .ifPresent(body ->
            body.path("sessions")
                .forEach(id ->
                    rows.add(Box.EVERYWHERE.with(Axis.SESSION, Extent.of(id.stringValue())))));
    return rows;
  }

  private Reply get(Allow allow, OneSession request) {
    Optional<Entity> found = sessions.find(allow, request.scope());
    if (found.isEmpty()) {
      return Details.plain(404, "Session " + request.id() + " not found");
    }
    Document document = Document.of(found.get());
    List<Said> messages = WorkingShown.wanted(document, request.window(), request.recent());
    ObjectNode body = WorkingShown.json(found.get(), document, messages, request.window());
    return Reply.json(200, WorkingShown.withData(body, document.data(), true));
  }

  private Reply put(Allow allow, PutRequest request) {
    Optional<Turn> empty = request.empty();
    if (empty.isPresent()) {
      String id = empty.get().id().orElse("none");
      return Details.plain(400, "Message content cannot be empty (message ID: " + id + ")");
    }
    Instant now = clock.instant();
    List<Problem> future = request.future(now);
    if (!future.isEmpty()) {
      return Details.malformed(future);
    }
    Document fresh = shortened(document(request, now), request.window());
    Entity stored =
        sessions.put(
            allow,
            request.scope().place(),
            fresh,
            request.ttlSeconds().map(now::plusSeconds),
            jobs(fresh, request));
    Document document = Document.of(stored);
    ObjectNode body = WorkingShown.json(stored, document, document.messages(), request.window());
    Reply reply = Reply.json(200, WorkingShown.withData(body, document.data(), false));
    return request.isUndated() ? reply.withHeader("X-Deprecation-Warning", UNDATED) : reply;
  }

  private Document document(PutRequest request, Instant now) {
    return new Document(
        request.messages().stream()
            .map(turn ->
                new Said(
                    turn.id().orElseGet(ids), turn.role(), turn.content(), turn.at().orElse(now)))
            .toList(),
        request.memories().stream().map(memory -> memory.since(now)).toList(),
        request.data(),
        request.context(),
        request.strategy(),
        request.ttlSeconds(),
        Ledger.NEW);
  }

  // A model may be asked, so this comes before anything is written.
  private Document shortened(Document document, Window window) {
    List<Said> messages = document.messages();
    if (Tokens.of(document.context(), messages) <= window.tokens() * Window.THRESHOLD) {
      return document;
    }
    List<Said> newest = window.newest(document.context(), messages, Window.LEFT);
    List<Said> oldest = messages.subList(0, messages.size() - newest.size());
    if (oldest.isEmpty()) {
      return document;
    }
    Optional<String> summary =
        summarizer.flatMap(one ->
            one.summarize(
                document.context().orElse(""), oldest.stream().map(Said::message).toList()));
    return document.shortened(newest, summary);
  }

  private static List<JobRequest> jobs(Document fresh, PutRequest request) {
    return fresh.unpromoted().isEmpty() && fresh.memories().isEmpty()
        ? List.of()
        : List.of(new JobRequest(Promotion.KIND, request.scope().session().orElseThrow()));
  }

  private Reply delete(Allow allow, OneSession request) {
    sessions.delete(allow, request.scope());
    return Reply.json(200, Json.object().put("status", "ok"));
  }
}

package dev.memwarden.server.dialect.redisams.views;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Extent;
import dev.memwarden.memory.Entity;
import dev.memwarden.memory.JobRequest;
import dev.memwarden.memory.JobStore;
import dev.memwarden.server.dialect.redisams.filter.Filters.TagField;
import dev.memwarden.server.dialect.redisams.scope.Refusals;
import dev.memwarden.server.dialect.redisams.scope.Rows;
import dev.memwarden.server.fastapi.Details;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Match;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import dev.memwarden.server.http.Route.Guarded;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// What comes of views: sum up one group or all of them, list summaries, say how a task is coming
/// along.
final class RunRoutes {
  private static final String PATH = "/v1/summary-views/{view_id}";

  /// Summaries of a continuous view that are older than this are made anew when somebody looks.
  static final Duration FRESH = Duration.ofMinutes(10);

  private final Kept kept;
  private final Digests digests;
  private final JobStore jobs;
  private final InstantSource clock;
  private final Supplier<String> ids;

  /// @param ids makes ids of tasks, each different
  RunRoutes(Kept kept, Digests digests, JobStore jobs, InstantSource clock, Supplier<String> ids) {
    this.kept = kept;
    this.digests = digests;
    this.jobs = jobs;
    this.clock = clock;
    this.ids = ids;
  }

  List<Route> routes() {
    return List.of(
        new Guarded<>(
            Match.of(Method.POST, PATH + "/partitions/run"),
            ViewOperations.RUN_PARTITION,
            new PartitionRequest.OnWire(),
            (_, request) -> request.demands(),
            this::runOne,
            RunRoutes::row),
        new Guarded<>(
            Match.of(Method.GET, PATH + "/partitions"),
            ViewOperations.PARTITIONS,
            new PartitionsRequest.OnWire(),
            (_, request) -> request.demands(),
            this::list,
            RunRoutes::rows),
        new Guarded<>(
            Match.of(Method.POST, PATH + "/run"),
            ViewOperations.RUN,
            new RunRequest.OnWire(),
            (_, request) -> request.demands(),
            this::runAll,
            Rows::none),
        new Guarded<>(
            Match.of(Method.GET, "/v1/tasks/{task_id}"),
            ViewOperations.TASK,
            new OneRequest.OnWire("/v1/tasks", "task_id"),
            (_, request) -> request.reading(),
            this::task,
            Rows::none));
  }

  private Reply runOne(Allow allow, PartitionRequest request) {
    Optional<Entity> view = kept.view(allow, request.where().views(), request.view());
    if (view.isEmpty()) {
      return ViewRoutes.unknown(request.view());
    }
    if (!request.group().keySet().equals(Set.copyOf(View.of(view.get()).groupBy()))) {
      return Details.plain(400, "group must have exactly the fields of group_by");
    }
    Optional<Partition> summary = digests.of(allow, view.get(), request.group());
    if (summary.isEmpty()) {
      return Details.plain(503, "The language model gave no summary")
          .withHeader("Retry-After", "5");
    }
    return kept.put(allow, view.get(), summary.get())
        ? Reply.json(200, summary.get().json())
        : Refusals.outOfReach();
  }

  private Reply list(Allow allow, PartitionsRequest request) {
    Optional<Entity> view = kept.view(allow, request.where().views(), request.view());
    if (view.isEmpty()) {
      return ViewRoutes.unknown(request.view());
    }
    List<Partition> all = kept.shown(allow, view.get());
    if (isStale(view.get(), all)
        && allow.mayReach(Action.MEMORY_WRITE).contains(view.get().place())) {
      kept.ask(allow, view.get(), new JobRequest(RefreshJob.KIND, request.view()));
    }
    ArrayNode shown = Json.array();
    all.stream().filter(request::wants).forEach(one -> shown.add(one.json()));
    return Reply.json(200, shown);
  }

  private boolean isStale(Entity view, List<Partition> summaries) {
    Instant fresh = clock.instant().minus(FRESH);
    return View.of(view).continuous()
        && (summaries.isEmpty() || summaries.stream().anyMatch(one -> one.at().isBefore(fresh)));
  }

  private Reply runAll(Allow allow, RunRequest request) {
    Optional<Entity> view = kept.view(allow, request.where().views(), request.view());
    if (view.isEmpty()) {
      return ViewRoutes.unknown(request.view());
    }
    if (!allow.mayReach(Action.MEMORY_WRITE).contains(view.get().place())) {
      return Refusals.outOfReach();
    }
    String id = request.task().orElseGet(ids);
    return kept.begin(
            allow,
            Kept.task(id, view.get().place(), Task.of(request.view()), clock.instant()),
            new JobRequest(TaskJob.KIND, id))
        .map(task -> Reply.json(200, Task.of(task).shown(task)))
        .orElseGet(() -> Details.plain(409, "Task " + id + " already exists"));
  }

  private Reply task(Allow allow, OneRequest request) {
    return kept.task(allow, request.where(), request.id())
        .map(task -> Reply.json(200, state(allow, request, task).shown(task)))
        .orElseGet(() -> Details.plain(404, "Task " + request.id() + " not found"));
  }

  // A job that was refused, or tried too often, cannot say so in the name of whoever asked for it:
  // its absence does. It notes its end before it is forgotten, so that is looked at once more.
  private Task state(Allow allow, OneRequest request, Entity task) {
    Task known = Task.of(task);
    if (!known.unfinished()
        || jobs.waits(allow, task.place(), new JobRequest(TaskJob.KIND, task.id()))) {
      return known;
    }
    Task last = kept.task(allow, request.where(), request.id()).map(Task::of).orElse(known);
    return last.unfinished() ? last.givenUp() : last;
  }

  private static List<Box> row(Reply reply) {
    return shown(reply).map(body -> List.of(row(body))).orElse(List.of());
  }

  private static List<Box> rows(Reply reply) {
    List<Box> rows = new ArrayList<>();
    shown(reply).ifPresent(body -> body.forEach(one -> rows.add(row(one))));
    return rows;
  }

  private static Optional<JsonNode> shown(Reply reply) {
    return reply.json().filter(_ -> reply.status() == 200);
  }

  // A field that is not grouped by says nothing about where.
  private static Box row(JsonNode summary) {
    return with(
        with(
            with(Box.EVERYWHERE, Axis.USER, summary, TagField.USER),
            Axis.SESSION,
            summary,
            TagField.SESSION),
        Axis.LABEL,
        summary,
        TagField.LABEL);
  }

  private static Box with(Box box, Axis axis, JsonNode summary, TagField field) {
    JsonNode value = summary.path("group").path(field.word());
    return value.isString() ? box.with(axis, Extent.of(value.stringValue())) : box;
  }
}

package dev.memwarden.server.dialect.redisams.views;

import dev.memwarden.memory.Entity;
import dev.memwarden.server.dialect.redisams.record.Attributes;
import dev.memwarden.server.fastapi.Times;
import dev.memwarden.server.http.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// How the run of a whole view is coming along.
///
/// @param view its view's id
/// @param failure why it came to nothing, if it did
record Task(
    String view,
    String status,
    Optional<Instant> started,
    Optional<Instant> completed,
    Optional<String> failure) {

  static final String TYPE = "summary_view_full_run";
  static final String PENDING = "pending";
  static final String RUNNING = "running";
  static final String SUCCESS = "success";
  static final String FAILED = "failed";

  private static final String GIVEN_UP = "It was given up";

  /// What can become of one.
  static final List<String> STATUSES = List.of(PENDING, RUNNING, SUCCESS, FAILED);

  /// How long it can be asked for.
  static final Duration KEPT = Duration.ofDays(7);

  /// One that has not begun.
  static Task of(String view) {
    return new Task(view, PENDING, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// What is kept in an entity.
  static Task of(Entity entity) {
    JsonNode node = Attributes.parsed(entity.body());
    return new Task(
        node.path("view_id").stringValue(),
        node.path("status").stringValue(),
        time(node, "started_at"),
        time(node, "completed_at"),
        text(node, "error_message"));
  }

  private static Optional<String> text(JsonNode node, String name) {
    return Optional.of(node.path(name)).filter(JsonNode::isString).map(JsonNode::stringValue);
  }

  private static Optional<Instant> time(JsonNode node, String name) {
    return text(node, name).flatMap(Times::of);
  }

  /// The same at work, since the first attempt.
  Task running(Instant now) {
    return new Task(view, RUNNING, started.or(() -> Optional.of(now)), completed, failure);
  }

  /// The same at its end.
  Task ended(Instant now, Optional<String> why) {
    return new Task(view, why.isEmpty() ? SUCCESS : FAILED, started, Optional.of(now), why);
  }

  /// Whether its end is still to come.
  boolean unfinished() {
    return status.equals(PENDING) || status.equals(RUNNING);
  }

  /// The same, that nobody is at work on any more.
  Task givenUp() {
    return new Task(view, FAILED, started, Optional.empty(), Optional.of(GIVEN_UP));
  }

  /// As it is kept.
  String text() {
    return Json.text(json());
  }

  private ObjectNode json() {
    return Json.object()
        .put("type", TYPE)
        .put("status", status)
        .put("view_id", view)
        .put("started_at", started.map(Times::text).orElse(null))
        .put("completed_at", completed.map(Times::text).orElse(null))
        .put("error_message", failure.orElse(null));
  }

  /// As it is shown.
  ///
  /// @param entity in which it is kept
  ObjectNode shown(Entity entity) {
    ObjectNode node = Json.object().put("id", entity.id());
    node.setAll(json());
    return node.put("created_at", Times.text(entity.createdAt()));
  }
}

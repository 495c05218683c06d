package dev.memwarden.server.dialect.redisams.views;

import dev.memwarden.auth.Place;
import dev.memwarden.memory.Entity;
import dev.memwarden.server.dialect.redisams.record.Attributes;
import dev.memwarden.server.fastapi.Times;
import dev.memwarden.server.http.Json;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The summary of one group.
///
/// @param view its view's id
/// @param group the group's values by field
/// @param count of how many memories it is made
/// @param sources where these were: only who may read all of these places is shown it
record Partition(
    String view,
    Map<String, String> group,
    String summary,
    int count,
    Instant at,
    Set<Place> sources) {

  private static final String SOURCES = "sources";

  Partition {
    group = Map.copyOf(group);
    sources = Set.copyOf(sources);
  }

  /// What is kept in an entity.
  static Partition of(Entity entity) {
    JsonNode node = Attributes.parsed(entity.body());
    Map<String, String> group = new TreeMap<>();
    node.path("group").forEachEntry((field, value) -> group.put(field, value.stringValue()));
    Set<Place> sources = new HashSet<>();
    node.path(SOURCES).forEach(one -> sources.add(place(entity.place().tenant(), one)));
    return new Partition(
        node.path("view_id").stringValue(),
        group,
        node.path("summary").stringValue(),
        node.path("memory_count").intValue(),
        Times.of(node.path("computed_at").stringValue()).orElseThrow(),
        sources);
  }

  private static Place place(String tenant, JsonNode axes) {
    return new Place(tenant, axis(axes, 0), axis(axes, 1), axis(axes, 2), axis(axes, 3));
  }

  private static Optional<String> axis(JsonNode axes, int index) {
    return Optional.of(axes.path(index)).filter(JsonNode::isString).map(JsonNode::stringValue);
  }

  /// As it is shown.
  ObjectNode json() {
    ObjectNode node = Json.object().put("view_id", view);
    ObjectNode values = node.putObject("group");
    new TreeMap<>(group).forEach(values::put);
    return node.put("summary", summary)
        .put("memory_count", count)
        .put("empty", count == 0)
        .put("empty_reason", count == 0 ? "no_memories" : null)
        .put("computed_at", Times.text(at));
  }

  /// As it is kept.
  String text() {
    ObjectNode node = json();
    ArrayNode places = node.putArray(SOURCES);
    for (Place place : sources) {
      ArrayNode axes = places.addArray();
      axes.add(place.user().orElse(null));
      axes.add(place.agent().orElse(null));
      axes.add(place.session().orElse(null));
      axes.add(place.label().orElse(null));
    }
    return Json.text(node);
  }
}

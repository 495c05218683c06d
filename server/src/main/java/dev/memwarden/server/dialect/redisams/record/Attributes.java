package dev.memwarden.server.dialect.redisams.record;

import dev.memwarden.memory.Memory;
import dev.memwarden.server.fastapi.Times;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Parsed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What only this wire has of a memory.
///
/// @param topics empty for none, which is not the same as an empty list
/// @param type see [#TYPES]
/// @param extracted whether it has been through extraction
/// @param strategy which way of extraction it came by
/// @param strategyConfig a JSON object as text
public record Attributes(
    Optional<List<String>> topics,
    Optional<List<String>> entities,
    String type,
    Optional<Instant> eventDate,
    boolean pinned,
    Optional<List<String>> extractedFrom,
    boolean extracted,
    String strategy,
    String strategyConfig) {

  /// What a memory may be.
  public static final List<String> TYPES = List.of("episodic", "semantic", "message");

  /// How a memory may have been extracted.
  public static final List<String> STRATEGIES =
      List.of("discrete", "summary", "preferences", "custom");

  /// Of a memory that came in by another wire.
  public static final Attributes NONE =
      new Attributes(
          Optional.empty(),
          Optional.empty(),
          "semantic",
          Optional.empty(),
          false,
          Optional.empty(),
          true,
          "discrete",
          "{}");

  public Attributes {
    topics = topics.map(List::copyOf);
    entities = entities.map(List::copyOf);
    extractedFrom = extractedFrom.map(List::copyOf);
  }

  /// Those that `memory` has; what another wire left out is as in [#NONE].
  public static Attributes of(Memory memory) {
    return of(memory.attributes());
  }

  /// The same as [Memory#attributes] keeps them.
  public static Attributes of(String text) {
    JsonNode node = parsed(text);
    return new Attributes(
        texts(node, "topics"),
        texts(node, "entities"),
        node.path("memory_type").asString(NONE.type),
        Optional.of(node.path("event_date"))
            .filter(JsonNode::isString)
            .flatMap(time -> Times.of(time.stringValue())),
        node.path("pinned").booleanValue(false),
        texts(node, "extracted_from"),
        node.path("extracted").booleanValue(true),
        node.path("extraction_strategy").asString(NONE.strategy),
        Json.text(
            node.path("extraction_strategy_config").isObject()
                ? node.path("extraction_strategy_config")
                : Json.object()));
  }

  /// As [Memory#attributes] keeps them.
  public String text() {
    ObjectNode node = Json.object();
    topics.ifPresent(values -> node.set("topics", array(values)));
    entities.ifPresent(values -> node.set("entities", array(values)));
    node.put("memory_type", type);
    eventDate.ifPresent(time -> node.put("event_date", Times.text(time)));
    node.put("pinned", pinned);
    extractedFrom.ifPresent(values -> node.set("extracted_from", array(values)));
    node.put("extracted", extracted).put("extraction_strategy", strategy);
    node.set("extraction_strategy_config", parsed(strategyConfig));
    return Json.text(node);
  }

  /// JSON that was written here.
  ///
  /// @throws IllegalStateException if it is none
  public static JsonNode parsed(String stored) {
    return switch (Json.parse(stored)) {
      case Parsed.Value(JsonNode node) -> node;
      case Parsed.Invalid(int position, _) ->
          throw new IllegalStateException("what was stored is no JSON at " + position);
    };
  }

  /// A list of texts.
  public static ArrayNode array(List<String> values) {
    ArrayNode array = Json.array();
    values.forEach(array::add);
    return array;
  }

  private static Optional<List<String>> texts(JsonNode node, String name) {
    if (!node.path(name).isArray()) {
      return Optional.empty();
    }
    List<String> values = new ArrayList<>();
    node.path(name).forEach(value -> values.add(value.asString("")));
    return Optional.of(values);
  }
}

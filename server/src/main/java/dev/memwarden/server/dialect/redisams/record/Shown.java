package dev.memwarden.server.dialect.redisams.record;

import dev.memwarden.auth.Place;
import dev.memwarden.memory.Memory;
import dev.memwarden.server.fastapi.Times;
import dev.memwarden.server.http.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.node.ObjectNode;

/// How memories look on the wire. Their own fields come from where they are; nothing is taken from
/// metadata.
public final class Shown {
  private Shown() {}

  /// A memory.
  public static ObjectNode memory(Memory memory) {
    ObjectNode node = described(memory.id(), memory.text(), memory.place(), Attributes.of(memory));
    return times(
            node,
            memory.access().last().orElse(memory.createdAt()),
            memory.createdAt(),
            memory.updatedAt())
        .put("access_count", memory.access().count())
        .put("memory_hash", memory.hash())
        .put("persisted_at", Times.text(memory.createdAt()))
        .set("metadata", Attributes.parsed(memory.metadata()));
  }

  /// A memory that a search found.
  ///
  /// @param score empty for a list, in which all fit
  /// @param mode what made the score
  public static ObjectNode found(
      Memory memory, double distance, OptionalDouble score, String mode) {
    ObjectNode node = memory(memory).put("dist", distance);
    if (score.isEmpty()) {
      return node.putNull("score").putNull("score_type");
    }
    return node.put("score", score.getAsDouble()).put("score_type", mode);
  }

  /// A memory that is still only in working memory.
  ///
  /// @param promoted since when it is in long-term memory too
  public static ObjectNode working(MemoryRecord record, Instant since, Optional<Instant> promoted) {
    ObjectNode node =
        times(
                described(record.id(), record.text(), record.scope().place(), record.attributes()),
                since,
                since,
                since)
            .put("access_count", 0)
            .putNull("memory_hash");
    promoted.ifPresentOrElse(
        time -> node.put("persisted_at", Times.text(time)), () -> node.putNull("persisted_at"));
    return node.set("metadata", Attributes.parsed(record.metadata()));
  }

  private static ObjectNode described(String id, String text, Place place, Attributes attributes) {
    ObjectNode node = Json.object().put("id", id).put("text", text);
    node.put("session_id", place.session().orElse(null));
    node.put("user_id", place.user().orElse(null));
    node.put("namespace", place.label().orElse(null));
    node.put("pinned", attributes.pinned());
    list(node, "topics", attributes.topics());
    list(node, "entities", attributes.entities());
    node.put("discrete_memory_extracted", attributes.extracted() ? "t" : "f");
    node.put("memory_type", attributes.type());
    list(node, "extracted_from", attributes.extractedFrom());
    node.put("event_date", attributes.eventDate().map(Times::text).orElse(null));
    node.put("extraction_strategy", attributes.strategy());
    return node.set("extraction_strategy_config", Attributes.parsed(attributes.strategyConfig()));
  }

  private static ObjectNode times(
      ObjectNode node, Instant accessed, Instant created, Instant updated) {
    return node.put("last_accessed", Times.text(accessed))
        .put("created_at", Times.text(created))
        .put("updated_at", Times.text(updated));
  }

  private static void list(ObjectNode node, String name, Optional<List<String>> values) {
    values.ifPresentOrElse(
        words -> node.set(name, Attributes.array(words)), () -> node.putNull(name));
  }
}

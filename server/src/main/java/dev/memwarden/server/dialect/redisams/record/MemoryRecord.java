package dev.memwarden.server.dialect.redisams.record;

import dev.memwarden.memory.Memory;
import dev.memwarden.server.dialect.redisams.scope.Scope;
import dev.memwarden.server.fastapi.Part;
import dev.memwarden.server.fastapi.Problems;
import dev.memwarden.server.fastapi.Times;
import dev.memwarden.server.http.Json;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// A memory that a client brings. What only the server can know (when it was stored, how often it
/// was looked at, its hash) is not read from it.
///
/// @param id the client's own
/// @param metadata a JSON object as text
public record MemoryRecord(
    String id, String text, Scope scope, Attributes attributes, String metadata) {

  /// Longest list of topics, entities or messages.
  public static final int MAX_WORDS = 256;

  /// Longest topic, entity or id of a message, in bytes of UTF-8.
  public static final int MAX_WORD_BYTES = 1_024;

  /// Largest metadata or configuration, in bytes of UTF-8.
  public static final int MAX_FREE_BYTES = 16_384;

  /// Reads a record.
  ///
  /// @param scope where it is
  /// @param type what it is if it does not say
  /// @param extracted whether it counts as extracted
  public static MemoryRecord read(Part part, Scope scope, String type, boolean extracted) {
    return new MemoryRecord(
        part.requiredId("id"),
        part.required("text", Memory.MAX_TEXT_BYTES),
        scope,
        attributes(part, type, extracted),
        part.free("metadata", MAX_FREE_BYTES).map(Json::text).orElse("{}"));
  }

  private static Attributes attributes(Part part, String type, boolean extracted) {
    return new Attributes(
        words(part, "topics"),
        words(part, "entities"),
        part.word("memory_type", Attributes.TYPES).orElse(type),
        part.time("event_date"),
        part.flag("pinned").orElse(false),
        words(part, "extracted_from"),
        extracted,
        part.word("extraction_strategy", Attributes.STRATEGIES).orElse(Attributes.NONE.strategy()),
        part.free("extraction_strategy_config", MAX_FREE_BYTES).map(Json::text).orElse("{}"));
  }

  /// A list of words. The original keeps them with commas between them, and so refuses any in them.
  public static Optional<List<String>> words(Part part, String name) {
    Optional<List<String>> words = part.texts(name, MAX_WORDS, MAX_WORD_BYTES);
    return words.isPresent() && words.get().stream().anyMatch(word -> word.indexOf(',') >= 0)
        ? part.wrong(
            Problems.value(part.at(name), "no element of " + name + " may have a comma in it"),
            Optional.empty())
        : words;
  }

  /// The record as a client sends it, without where it is.
  public ObjectNode json() {
    ObjectNode node = Json.object().put("id", id).put("text", text);
    attributes.topics().ifPresent(topics -> node.set("topics", Attributes.array(topics)));
    attributes.entities().ifPresent(words -> node.set("entities", Attributes.array(words)));
    node.put("memory_type", attributes.type());
    attributes.eventDate().ifPresent(time -> node.put("event_date", Times.text(time)));
    node.put("pinned", attributes.pinned());
    attributes.extractedFrom().ifPresent(ids -> node.set("extracted_from", Attributes.array(ids)));
    node.put("extraction_strategy", attributes.strategy());
    node.set("extraction_strategy_config", Attributes.parsed(attributes.strategyConfig()));
    node.set("metadata", Attributes.parsed(metadata));
    return node;
  }
}

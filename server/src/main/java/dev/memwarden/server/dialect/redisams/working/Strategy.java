package dev.memwarden.server.dialect.redisams.working;

import dev.memwarden.server.dialect.redisams.record.Attributes;
import dev.memwarden.server.dialect.redisams.record.MemoryRecord;
import dev.memwarden.server.fastapi.Part;
import dev.memwarden.server.http.Json;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// How a client wants its messages to become memories. Kept and shown.
///
/// @param config a JSON object as text
public record Strategy(String name, String config) {
  static final Strategy DEFAULT = new Strategy(Attributes.NONE.strategy(), "{}");

  /// Reads it from the object that has it.
  public static Strategy read(Part part) {
    Optional<Part> strategy = part.object("long_term_memory_strategy");
    return strategy
        .map(own ->
            new Strategy(
                own.word("strategy", Attributes.STRATEGIES).orElse(DEFAULT.name),
                own.free("config", MemoryRecord.MAX_FREE_BYTES)
                    .map(Json::text)
                    .orElse(DEFAULT.config)))
        .orElse(DEFAULT);
  }

  /// Writes it into the object that has it.
  public void writeTo(ObjectNode node) {
    node.putObject("long_term_memory_strategy")
        .put("strategy", name)
        .set("config", Attributes.parsed(config));
  }
}

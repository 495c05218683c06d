package dev.memwarden.server.dialect.zep;

import dev.memwarden.memory.Memory;
import dev.memwarden.server.http.Json;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// A message that a client adds. When it was said is what the clock here says.
///
/// @param uuid of the client's choice; empty for one that is made here
/// @param tokens as the client counted them
record NewMessage(
    Optional<String> uuid, String role, String content, Optional<ObjectNode> metadata, int tokens) {

  static NewMessage read(Reading reading) {
    return new NewMessage(
        reading.uuid("uuid"),
        reading.text("role", Reading.MAX_NAME).orElse(""),
        reading.text("content", Memory.MAX_TEXT_BYTES).orElse(""),
        reading.metadata(),
        reading.count("token_count").orElse(0));
  }

  ObjectNode written() {
    ObjectNode node = Json.object();
    uuid.ifPresent(value -> node.put("uuid", value));
    node.put("role", role).put("content", content);
    metadata.ifPresent(value -> node.set("metadata", value));
    return node.put("token_count", tokens);
  }
}

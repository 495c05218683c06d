package dev.memwarden.server.dialect.redisams.prompt;

import dev.memwarden.server.dialect.redisams.longterm.Found;
import dev.memwarden.server.http.Json;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A prompt that grows message by message.
final class Hydrated {
  private final ArrayNode messages = Json.array();

  /// Adds a message; roles that no prompt has are the assistant's.
  void add(String role, String text) {
    ObjectNode message = messages.addObject().put("role", role);
    message
        .putObject("content")
        .put("type", "text")
        .put("text", text)
        .putNull("annotations")
        .putNull("_meta");
  }

  /// Adds what is remembered.
  void add(Found found) {
    String lines =
        found.memories().stream()
            .map(one -> "- " + one.memory().text() + " (ID: " + one.memory().id() + ")")
            .collect(Collectors.joining("\n"));
    add(
        "system",
        "## Long term memories related to the user's query\n "
            + (lines.isEmpty() ? "No relevant long-term memories found." : lines));
  }

  ArrayNode messages() {
    return messages;
  }
}

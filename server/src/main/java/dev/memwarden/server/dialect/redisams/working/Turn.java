package dev.memwarden.server.dialect.redisams.working;

import dev.memwarden.server.fastapi.Part;
import dev.memwarden.server.fastapi.Times;
import dev.memwarden.server.http.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// A message that a client brings. Since when it is in long-term memory, only the server can know.
///
/// @param at when it was said
record Turn(String role, String content, Optional<String> id, Optional<Instant> at) {

  /// How far ahead of ours a client's clock may be.
  static final Duration MAX_FUTURE = Duration.ofSeconds(300);

  static Turn read(Part part) {
    return new Turn(
        part.required("role", Part.MAX_NAME_BYTES),
        part.required("content", Document.MAX_BYTES),
        part.id("id"),
        part.time("created_at"));
  }

  /// Whether it was said later than any clock can have told.
  boolean isAfter(Instant now) {
    return at.isPresent() && at.get().isAfter(now.plus(MAX_FUTURE));
  }

  ObjectNode json() {
    ObjectNode node = Json.object().put("role", role).put("content", content);
    id.ifPresent(own -> node.put("id", own));
    at.ifPresent(time -> node.put("created_at", Times.text(time)));
    return node;
  }
}

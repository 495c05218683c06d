package dev.memwarden.server.dialect.redisams.working;

import dev.memwarden.memory.Memory;
import dev.memwarden.memory.Message;
import dev.memwarden.server.fastapi.Part;
import dev.memwarden.server.fastapi.Times;
import dev.memwarden.server.http.Json;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/// A message as it is kept.
///
/// @param id the client's own, or made here; names it within its session
/// @param at when it was said, as the client says, or when it came
record Said(String id, String role, String content, Instant at) {

  /// Whether it becomes a memory: something that a user or an assistant said, of a length that can
  /// be remembered.
  boolean isPromoted() {
    return (message().isFromUser() || message().isFromAssistant())
        && !content.isBlank()
        && Memory.fits(content);
  }

  Message message() {
    return new Message(role, content);
  }

  ObjectNode json() {
    return Json.object()
        .put("id", id)
        .put("role", role)
        .put("content", content)
        .put("created_at", Times.text(at));
  }

  static Said known(Part part) {
    return new Said(
        part.requiredId("id"),
        part.required("role", Integer.MAX_VALUE),
        part.required("content", Integer.MAX_VALUE),
        part.time("created_at").orElse(Instant.EPOCH));
  }
}

package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Allow;
import dev.memwarden.memory.Kind;
import dev.memwarden.memory.Memory;
import dev.memwarden.memory.MemoryEngine;
import dev.memwarden.memory.Order;
import dev.memwarden.memory.Selection;
import dev.memwarden.server.http.Json;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// How summaries look on the wire and in the store.
final class Summaries {
  /// All of them in reach.
  static final Selection ALL = Selection.of(Kind.SUMMARY);

  private static final String RECENT = "recent_message_uuid";
  private static final String TOKENS = "token_count";

  private Summaries() {}

  /// The newest one in reach.
  static Optional<Memory> newest(MemoryEngine engine, Allow here) {
    return engine.list(here, ALL, Order.NEWEST_FIRST, 0, 1).stream().findFirst();
  }

  /// A summary. Where there is none the original writes one without anything in it.
  static ObjectNode orZero(Optional<Memory> summary) {
    return summary
        .map(Summaries::summary)
        .orElseGet(() -> written(GoJson.ZERO_UUID, GoJson.ZERO_TIME, "", Json.object()));
  }

  static ObjectNode summary(Memory summary) {
    return written(
        summary.id(),
        GoJson.time(summary.createdAt()),
        summary.text(),
        Metadata.stored(summary.attributes()));
  }

  private static ObjectNode written(
      String uuid, String createdAt, String content, ObjectNode attributes) {
    return Json.object()
        .put("uuid", uuid)
        .put("created_at", createdAt)
        .put("content", content)
        .put(RECENT, attributes.path(RECENT).asString(GoJson.ZERO_UUID))
        .put(TOKENS, attributes.path(TOKENS).asInt(0));
  }

  /// The uuid of the last message that a summary has.
  static String recent(Memory summary) {
    return Metadata.stored(summary.attributes()).path(RECENT).asString(GoJson.ZERO_UUID);
  }

  /// What is stored beside the text.
  static String attributes(String recent) {
    return Json.text(Json.object().put(RECENT, recent));
  }
}

package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Place;
import dev.memwarden.memory.Draft;
import dev.memwarden.memory.Kind;
import dev.memwarden.memory.Memory;
import dev.memwarden.memory.MemoryEngine;
import dev.memwarden.memory.Message;
import dev.memwarden.memory.Order;
import dev.memwarden.memory.Selection;
import dev.memwarden.server.http.Json;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// How messages look on the wire and in the store: what was said is the text, who said it and how
/// many tokens it has are attributes.
final class Messages {
  /// All of them in reach.
  static final Selection ALL = Selection.of(Kind.MESSAGE);

  private static final String ROLE = "role";

  private static final String TOKENS = "token_count";

  private Messages() {}

  static ArrayNode written(List<Memory> messages) {
    ArrayNode array = Json.array();
    messages.forEach(message -> array.add(message(message)));
    return array;
  }

  static ObjectNode message(Memory message) {
    ObjectNode attributes = Metadata.stored(message.attributes());
    ObjectNode node =
        Json.object()
            .put("uuid", message.id())
            .put("created_at", GoJson.time(message.createdAt()))
            .put("updated_at", GoJson.time(message.updatedAt()))
            .put(ROLE, attributes.path(ROLE).asString(""))
            .put("content", message.text());
    ObjectNode metadata = Metadata.stored(message.metadata());
    if (!metadata.isEmpty()) {
      node.set("metadata", metadata);
    }
    return node.put(TOKENS, attributes.path(TOKENS).asInt(0));
  }

  /// Messages after those that a summary has, oldest first.
  ///
  /// @param most of the newest
  static List<Memory> since(MemoryEngine engine, Allow here, Optional<Memory> summary, int most) {
    Optional<String> recent = summary.map(Summaries::recent);
    return newest(engine, here, most).stream()
        .takeWhile(message -> !recent.equals(Optional.of(message.id())))
        .toList()
        .reversed();
  }

  /// The newest messages, newest first.
  static List<Memory> newest(MemoryEngine engine, Allow here, int most) {
    return engine.list(here, ALL, Order.NEWEST_FIRST, 0, most);
  }

  /// A message as others see it who know no wire.
  static Message turn(Memory message) {
    return new Message(
        Metadata.stored(message.attributes()).path(ROLE).asString(""), message.text());
  }

  static Draft draft(Place place, NewMessage message) {
    String uuid = message.uuid().orElseGet(() -> UUID.randomUUID().toString());
    ObjectNode metadata = message.metadata().map(Metadata::unprivileged).orElseGet(Json::object);
    ObjectNode attributes = Json.object().put(ROLE, message.role()).put(TOKENS, message.tokens());
    return Draft.of(Kind.MESSAGE, uuid, place, message.content())
        .withMetadata(Json.text(metadata))
        .withAttributes(Json.text(attributes));
  }

  /// Attributes with another number of tokens.
  static String counted(String attributes, int tokens) {
    return Json.text(Metadata.stored(attributes).put(TOKENS, tokens));
  }
}

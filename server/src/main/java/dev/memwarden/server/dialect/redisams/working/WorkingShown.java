package dev.memwarden.server.dialect.redisams.working;

import dev.memwarden.memory.Entity;
import dev.memwarden.server.dialect.redisams.record.Attributes;
import dev.memwarden.server.dialect.redisams.record.Shown;
import dev.memwarden.server.fastapi.Times;
import dev.memwarden.server.http.Json;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// How a working memory looks on the wire. Whose it is comes from where it is.
final class WorkingShown {
  private WorkingShown() {}

  /// The newest messages of `document` that a request asks for, in the order in which they are.
  static List<Said> wanted(Document document, Window window, Optional<Integer> recent) {
    List<Said> messages = document.messages();
    if (recent.isPresent() && messages.size() > recent.get()) {
      // By their place too: what says nothing of its time all came at one time.
      Set<Said> newest =
          messages.reversed().stream()
              .sorted(Comparator.comparing(Said::at).reversed())
              .limit(recent.get())
              .collect(Collectors.toSet());
      messages = messages.stream().filter(newest::contains).toList();
    }
    return window.isNamed() && Tokens.of(document.context(), messages) > window.tokens()
        ? window.newest(document.context(), messages, 1)
        : messages;
  }

  /// A working memory.
  ///
  /// @param messages which of its messages
  static ObjectNode json(Entity entity, Document document, List<Said> messages, Window window) {
    ObjectNode node = Json.object();
    ArrayNode said = node.putArray("messages");
    messages.forEach(message -> said.add(message(message, document.ledger())));
    ArrayNode memories = node.putArray("memories");
    for (Known memory : document.memories()) {
      Instant since = memory.since().orElse(entity.createdAt());
      Instant promoted = document.ledger().memories().get(memory.record().id());
      memories.add(Shown.working(memory.record(), since, Optional.ofNullable(promoted)));
    }
    node.put("context", document.context().orElse(null));
    node.put("user_id", entity.place().user().orElse(null));
    long tokens = Tokens.of(document.context(), messages);
    node.put("tokens", tokens);
    node.put("session_id", entity.id());
    node.put("namespace", entity.place().label().orElse(null));
    document.strategy().writeTo(node);
    document
        .ttlSeconds()
        .ifPresentOrElse(
            seconds -> node.put("ttl_seconds", seconds), () -> node.putNull("ttl_seconds"));
    node.put("last_accessed", Times.text(entity.updatedAt()))
        .put("created_at", Times.text(entity.createdAt()))
        .put("updated_at", Times.text(entity.updatedAt()));
    if (!window.isNamed()) {
      return node.putNull("context_percentage_total_used")
          .putNull("context_percentage_until_summarization");
    }
    long used = messages.isEmpty() ? 0 : tokens;
    return node.put("context_percentage_total_used", window.used(used, 1))
        .put("context_percentage_until_summarization", window.used(used, Window.THRESHOLD));
  }

  /// The same with its data: what is not set is an object to who reads, and nothing to who writes.
  static ObjectNode withData(ObjectNode node, Optional<String> data, boolean reads) {
    if (data.isEmpty() && !reads) {
      return node.putNull("data");
    }
    return node.set("data", Attributes.parsed(data.orElse("{}")));
  }

  private static ObjectNode message(Said message, Ledger ledger) {
    ObjectNode node = message.json();
    Instant promoted = ledger.messages().get(message.id());
    node.put("persisted_at", promoted == null ? null : Times.text(promoted));
    return node.put(
        "discrete_memory_extracted", ledger.extracted().contains(message.id()) ? "t" : "f");
  }
}

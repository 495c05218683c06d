package dev.memwarden.server.dialect.redisams.working;

import dev.memwarden.memory.Entity;
import dev.memwarden.server.dialect.redisams.record.Attributes;
import dev.memwarden.server.dialect.redisams.scope.Scope;
import dev.memwarden.server.fastapi.Part;
import dev.memwarden.server.http.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A working memory as it is kept, without where it is.
///
/// @param data a JSON object as text
/// @param context what came before the first message, in short
/// @param ttlSeconds how long it is kept after it was written; empty for ever
record Document(
    List<Said> messages,
    List<Known> memories,
    Optional<String> data,
    Optional<String> context,
    Strategy strategy,
    Optional<Integer> ttlSeconds,
    Ledger ledger) {

  /// Largest request, in bytes.
  static final int MAX_BYTES = 3 << 20;

  /// Most messages and memories.
  static final int MAX_MESSAGES = 10_000;

  static final int MAX_MEMORIES = 1_000;

  Document {
    messages = List.copyOf(messages);
    memories = List.copyOf(memories);
  }

  /// What is kept in an entity.
  static Document of(Entity entity) {
    Scope scope =
        new Scope(
            entity.place().tenant(),
            entity.place().user(),
            entity.place().agent(),
            entity.place().session(),
            entity.place().label());
    return Part.known((ObjectNode) Attributes.parsed(entity.body()), part -> known(part, scope));
  }

  private static Document known(Part part, Scope scope) {
    return new Document(
        part.objects("messages", MAX_MESSAGES, Said::known).orElse(List.of()),
        part.objects("memories", MAX_MEMORIES, one -> Known.read(one, scope)).orElse(List.of()),
        part.free("data", Integer.MAX_VALUE).map(Json::text),
        part.text("context", Integer.MAX_VALUE),
        Strategy.read(part),
        part.integer("ttl_seconds", 0, Integer.MAX_VALUE),
        part.object("ledger").map(Ledger::known).orElse(Ledger.NEW));
  }

  /// As it is kept.
  String text() {
    ObjectNode node = Json.object();
    ArrayNode said = node.putArray("messages");
    messages.forEach(message -> said.add(message.json()));
    ArrayNode known = node.putArray("memories");
    memories.forEach(memory -> known.add(memory.json()));
    data.ifPresent(object -> node.set("data", Attributes.parsed(object)));
    context.ifPresent(text -> node.put("context", text));
    strategy.writeTo(node);
    ttlSeconds.ifPresent(seconds -> node.put("ttl_seconds", seconds));
    node.set("ledger", ledger.json());
    return Json.text(node);
  }

  /// The same as what replaces `old`: what the server knows of the old one stays known, and what
  /// was said in it is remembered, as it would have been had this come a little later.
  Document after(Document old) {
    List<Said> removed = new ArrayList<>(old.messages);
    removed.addAll(ledger.pending());
    return with(old.ledger.next(shown(), known(), removed));
  }

  /// The same with fewer messages, and another context.
  Document shortened(List<Said> newest, Optional<String> summary) {
    List<Said> removed = messages.subList(0, messages.size() - newest.size());
    Ledger waiting =
        ledger.next(newest.stream().map(Said::id).collect(Collectors.toSet()), known(), removed);
    return new Document(
        newest, memories, data, summary.or(() -> context), strategy, ttlSeconds, waiting);
  }

  /// The same with another ledger.
  Document with(Ledger other) {
    return new Document(messages, memories, data, context, strategy, ttlSeconds, other);
  }

  /// Messages that have still to be remembered, oldest first.
  List<Said> unpromoted() {
    return Stream.concat(ledger.pending().stream(), messages.stream())
        .filter(Said::isPromoted)
        .filter(message -> !ledger.messages().containsKey(message.id()))
        .toList();
  }

  /// Memories that have still to be remembered.
  List<Known> unpromotedMemories() {
    return memories.stream()
        .filter(memory -> !ledger.memories().containsKey(memory.record().id()))
        .toList();
  }

  private Set<String> shown() {
    return messages.stream().map(Said::id).collect(Collectors.toSet());
  }

  private Set<String> known() {
    return memories.stream().map(memory -> memory.record().id()).collect(Collectors.toSet());
  }
}

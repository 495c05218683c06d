package dev.memwarden.server.dialect.redisams.working;

import dev.memwarden.server.fastapi.Part;
import dev.memwarden.server.fastapi.Times;
import dev.memwarden.server.http.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What of a working memory is in long-term memory already, and what has still to go there though
/// it is no longer in the window. Only the server writes it, so that no client can say of its
/// messages that they need not be remembered, and none that is forgotten there comes back by being
/// sent again.
///
/// @param messages since when which message is remembered, oldest first
/// @param memories the same of memories
/// @param extracted messages that have been through extraction
/// @param pending messages that were taken out of the window before they were remembered
record Ledger(
    Map<String, Instant> messages,
    Map<String, Instant> memories,
    Set<String> extracted,
    List<Said> pending) {

  /// Most messages that are known of beside those in the window, and how long their ids may be in
  /// all: beyond, the oldest are known no more.
  private static final int MAX_OTHERS = 2_000;

  private static final int MAX_OTHER_BYTES = 1 << 18;

  /// Most that waits out of the window, in bytes: beyond, the oldest go.
  private static final int MAX_PENDING_BYTES = 1 << 20;

  static final Ledger NEW = new Ledger(Map.of(), Map.of(), Set.of(), List.of());

  Ledger {
    messages = Collections.unmodifiableMap(new LinkedHashMap<>(messages));
    memories = Collections.unmodifiableMap(new LinkedHashMap<>(memories));
    extracted = Set.copyOf(extracted);
    pending = List.copyOf(pending);
  }

  /// The ledger of the document that replaces the one of this.
  ///
  /// @param shown ids of messages in its window
  /// @param known ids of its memories
  /// @param removed messages that have just been taken out of the window
  Ledger next(Set<String> shown, Set<String> known, List<Said> removed) {
    Map<String, Instant> kept = new LinkedHashMap<>(messages);
    kept.keySet().removeAll(forgettable(shown));
    Map<String, Instant> memoriesKept = new LinkedHashMap<>(memories);
    memoriesKept.keySet().retainAll(known);
    Set<String> extractedKept = new LinkedHashSet<>(extracted);
    extractedKept.retainAll(kept.keySet());
    return new Ledger(kept, memoriesKept, extractedKept, waiting(shown, removed));
  }

  private Set<String> forgettable(Set<String> shown) {
    Set<String> oldest = new HashSet<>();
    int others = 0;
    int bytes = 0;
    for (String id : List.copyOf(messages.keySet()).reversed()) {
      if (!shown.contains(id)) {
        others++;
        bytes += id.getBytes(StandardCharsets.UTF_8).length;
        if (others > MAX_OTHERS || bytes > MAX_OTHER_BYTES) {
          oldest.add(id);
        }
      }
    }
    return oldest;
  }

  private List<Said> waiting(Set<String> shown, List<Said> removed) {
    Map<String, Said> waiting = new LinkedHashMap<>();
    Stream.concat(pending.stream(), removed.stream())
        .filter(Said::isPromoted)
        .filter(message -> !shown.contains(message.id()) && !messages.containsKey(message.id()))
        .forEach(message -> waiting.put(message.id(), message));
    List<Said> newest = new ArrayList<>();
    int bytes = 0;
    for (Said message : List.copyOf(waiting.values()).reversed()) {
      bytes += Json.write(message.json()).length;
      if (bytes > MAX_PENDING_BYTES) {
        break;
      }
      newest.addFirst(message);
    }
    return newest;
  }

  /// The same after some have been remembered.
  Ledger noted(List<String> saidIds, List<String> memoryIds, boolean areExtracted, Instant at) {
    Map<String, Instant> more = new LinkedHashMap<>(messages);
    saidIds.forEach(id -> more.putIfAbsent(id, at));
    Map<String, Instant> moreMemories = new LinkedHashMap<>(memories);
    memoryIds.forEach(id -> moreMemories.put(id, at));
    Set<String> moreExtracted = new LinkedHashSet<>(extracted);
    if (areExtracted) {
      moreExtracted.addAll(saidIds);
    }
    return new Ledger(
        more,
        moreMemories,
        moreExtracted,
        pending.stream().filter(message -> !more.containsKey(message.id())).toList());
  }

  ObjectNode json() {
    ObjectNode node = Json.object();
    node.set("messages", times(messages));
    node.set("memories", times(memories));
    ArrayNode done = node.putArray("extracted");
    extracted.forEach(done::add);
    ArrayNode waiting = node.putArray("pending");
    pending.forEach(message -> waiting.add(message.json()));
    return node;
  }

  static Ledger known(Part part) {
    return new Ledger(
        part.object("messages").map(Ledger::times).orElse(Map.of()),
        part.object("memories").map(Ledger::times).orElse(Map.of()),
        part.texts("extracted", Integer.MAX_VALUE, Integer.MAX_VALUE)
            .map(Set::copyOf)
            .orElse(Set.of()),
        part.objects("pending", Integer.MAX_VALUE, Said::known).orElse(List.of()));
  }

  private static ObjectNode times(Map<String, Instant> times) {
    ObjectNode node = Json.object();
    times.forEach((id, time) -> node.put(id, Times.text(time)));
    return node;
  }

  private static Map<String, Instant> times(Part part) {
    return part.names().stream()
        .collect(
            Collectors.toMap(
                name -> name,
                name -> part.time(name).orElse(Instant.EPOCH),
                (one, _) -> one,
                LinkedHashMap::new));
  }
}

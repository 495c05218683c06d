package dev.memwarden.server.dialect.redisams.views;

import dev.memwarden.auth.Allow;
import dev.memwarden.memory.Entity;
import dev.memwarden.memory.Memory;
import dev.memwarden.memory.MemoryEngine;
import dev.memwarden.memory.Summarizer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Sums up one group of a view: with a language model in its words, without one as quotes of the
/// newest memories.
final class Digests {

  /// Most memories that one summary is made of, the newest.
  static final int MAX_MEMORIES = 500;

  /// How much of them a model reads, in UTF-16 characters.
  private static final int MAX_READ = 100_000;

  /// How much of them is quoted, in UTF-16 characters: as much as the longest memory has.
  private static final int MAX_QUOTED = Memory.MAX_TEXT_BYTES;

  private final MemoryEngine engine;
  private final Optional<Summarizer> summarizer;
  private final InstantSource clock;

  /// @param summarizer empty where nobody sums anything up
  Digests(MemoryEngine engine, Optional<Summarizer> summarizer, InstantSource clock) {
    this.engine = engine;
    this.summarizer = summarizer;
    this.clock = clock;
  }

  /// Sums up a group (`memory:read`). May wait for a model.
  ///
  /// @return empty if the model has no usable answer now
  Optional<Partition> of(Allow allow, Entity view, Map<String, String> group) {
    Instant now = clock.instant();
    List<Memory> memories = fitting(Meant.of(view, group, now).newest(engine, allow, MAX_MEMORIES));
    return text(View.of(view).prompt().orElse(""), memories)
        .map(text ->
            new Partition(
                view.id(),
                group,
                text,
                memories.size(),
                now,
                memories.stream().map(Memory::place).collect(Collectors.toSet())));
  }

  // Oldest first. One whole memory always fits.
  private List<Memory> fitting(List<Memory> newestFirst) {
    int room = summarizer.isPresent() ? MAX_READ : MAX_QUOTED;
    List<Memory> fitting = new ArrayList<>();
    int characters = 0;
    for (Memory memory : newestFirst) {
      characters += memory.text().length();
      if (characters > room) {
        break;
      }
      fitting.addFirst(memory);
    }
    return fitting;
  }

  private Optional<String> text(String wish, List<Memory> memories) {
    List<String> texts = memories.stream().map(Memory::text).toList();
    if (texts.isEmpty()) {
      return Optional.of("");
    }
    return summarizer.isPresent()
        ? summarizer.get().digest(wish, texts)
        : Optional.of(texts.stream().map(text -> "- " + text).collect(Collectors.joining("\n")));
  }
}

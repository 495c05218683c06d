package dev.memwarden.server.dialect.redisams.longterm;

import dev.memwarden.memory.Memory;
import dev.memwarden.server.dialect.redisams.record.Attributes;
import dev.memwarden.server.fastapi.Part;
import dev.memwarden.server.http.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Which memories are forgotten. What is pinned never is.
///
/// @param maxAge days since it was stored; with `maxInactive`, both must be over
/// @param maxInactive days since it was looked at
/// @param budget how many may stay of those that can be forgotten; beyond, those that were not
///   looked at for longest go
/// @param types which types can be forgotten; empty for all
/// @param hardAge so many times `maxAge` is too old however often it is looked at
record ForgetPolicy(
    Optional<Integer> maxAge,
    Optional<Integer> maxInactive,
    Optional<Integer> budget,
    Optional<List<String>> types,
    int hardAge) {

  /// Longest time that is taken, in days, and largest budget.
  static final int MOST = 1_000_000;

  static final int MAX_TYPES = 16;

  private static final int HARD_AGE = 12;
  static final int MAX_HARD_AGE = 1_000;

  static ForgetPolicy read(Part part) {
    return new ForgetPolicy(
        part.integer("max_age_days", 0, MOST),
        part.integer("max_inactive_days", 0, MOST),
        part.integer("budget", 0, MOST),
        part.texts("memory_type_allowlist", MAX_TYPES, Part.MAX_NAME_BYTES),
        part.integer("hard_age_multiplier", 1, MAX_HARD_AGE).orElse(HARD_AGE));
  }

  ObjectNode json() {
    ObjectNode node = Json.object();
    maxAge.ifPresent(days -> node.put("max_age_days", days));
    maxInactive.ifPresent(days -> node.put("max_inactive_days", days));
    budget.ifPresent(most -> node.put("budget", most));
    types.ifPresent(words -> node.set("memory_type_allowlist", Attributes.array(words)));
    return node.put("hard_age_multiplier", hardAge);
  }

  /// Whether a memory can be forgotten at all.
  boolean concerns(Memory memory) {
    Attributes attributes = Attributes.of(memory);
    return !attributes.pinned() && types.stream().allMatch(all -> all.contains(attributes.type()));
  }

  /// Whether the time of a memory that can be forgotten is over.
  boolean isOver(Memory memory, Instant now) {
    boolean old = isOver(maxAge, 1, memory.createdAt(), now);
    boolean inactive = isOver(maxInactive, 1, accessed(memory), now);
    return maxAge.isPresent() && maxInactive.isPresent()
        ? old && inactive || isOver(maxAge, hardAge, memory.createdAt(), now)
        : old || inactive;
  }

  private static boolean isOver(Optional<Integer> days, int times, Instant since, Instant now) {
    return days.filter(most ->
            Duration.between(since, now).compareTo(Duration.ofDays((long) most * times)) > 0)
        .isPresent();
  }

  /// What goes first when there are too many.
  static Comparator<Memory> longestUnseen() {
    return Comparator.comparing(ForgetPolicy::accessed).thenComparing(Memory::createdAt);
  }

  private static Instant accessed(Memory memory) {
    return memory.access().last().orElse(memory.createdAt());
  }
}

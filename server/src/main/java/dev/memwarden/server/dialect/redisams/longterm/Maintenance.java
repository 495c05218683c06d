package dev.memwarden.server.dialect.redisams.longterm;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Place;
import dev.memwarden.auth.Reach;
import dev.memwarden.memory.Kind;
import dev.memwarden.memory.Memory;
import dev.memwarden.memory.MemoryEngine;
import dev.memwarden.memory.Order;
import dev.memwarden.memory.Selection;
import dev.memwarden.server.dialect.redisams.record.Attributes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Forgets what is old, too much, or said twice. Never compares, counts or deletes anything that
/// the caller may not both read and delete.
final class Maintenance {
  private static final int PAGE = 1_000;
  private static final Selection MEMORIES = Selection.of(Kind.MEMORY);

  private final MemoryEngine engine;
  private final InstantSource clock;

  /// @param clock tells how old something is
  Maintenance(MemoryEngine engine, InstantSource clock) {
    this.engine = engine;
    this.clock = clock;
  }

  /// What a forgetting did.
  ///
  /// @param deleted how many are gone, or would be
  record Forgotten(int scanned, int deleted, List<String> ids) {}

  /// One state of one memory: ids are unique per owner.
  private record State(Optional<String> user, String id, int version) {
    static State of(Memory memory) {
      return new State(memory.place().user(), memory.id(), memory.version());
    }
  }

  private record Same(Place place, String hash) {}

  private record Candidate(Same same, State state) {}

  /// Forgets as a policy says (`memory:read`, `memory:delete`).
  Forgotten forget(Allow allow, ForgetRequest request) {
    Selection meant = deletable(allow);
    List<Memory> scanned = engine.list(allow, meant, Order.OLDEST_FIRST, 0, request.limit());
    Instant now = clock.instant();
    Set<String> pinned = Set.copyOf(request.pinnedIds());
    Predicate<Memory> concerns =
        memory -> request.policy().concerns(memory) && !pinned.contains(memory.id());
    List<Memory> concerned = scanned.stream().filter(concerns).toList();
    List<Memory> gone = new ArrayList<>();
    List<Memory> left = new ArrayList<>();
    concerned.forEach(memory -> (request.policy().isOver(memory, now) ? gone : left).add(memory));
    if (request.policy().budget().isPresent()) {
      long all = engine.count(allow, meant.where(concerns));
      left.stream()
          .sorted(ForgetPolicy.longestUnseen())
          .limit(Math.max(0, all - gone.size() - request.policy().budget().get()))
          .forEach(gone::add);
    }
    int deleted =
        request.dryRun() ? gone.size() : delete(allow, gone.stream().map(State::of).toList());
    return new Forgotten(scanned.size(), deleted, gone.stream().map(Memory::id).toList());
  }

  /// Leaves one of those memories that say the same, word for word, in the same place: a pinned
  /// one, or the oldest (`memory:read`, `memory:delete`).
  ///
  /// @return how many are left
  long compact(Allow allow) {
    Set<Same> pinned = new HashSet<>();
    List<Candidate> all = new ArrayList<>();
    int offset = 0;
    List<Memory> page;
    do {
      page = engine.list(allow, deletable(allow), Order.OLDEST_FIRST, offset, PAGE);
      for (Memory memory : page) {
        if (Attributes.of(memory).pinned()) {
          pinned.add(same(memory));
        } else {
          all.add(new Candidate(same(memory), State.of(memory)));
        }
      }
      offset += PAGE;
    } while (page.size() == PAGE);
    Set<Same> kept = new HashSet<>(pinned);
    List<State> doubles =
        all.stream().filter(one -> !kept.add(one.same)).map(Candidate::state).toList();
    int _ = delete(allow, doubles);
    return engine.count(allow, MEMORIES);
  }

  private static Same same(Memory memory) {
    return new Same(memory.place(), memory.hash());
  }

  private static Selection deletable(Allow allow) {
    Reach reach = allow.reach(Action.MEMORY_DELETE);
    return MEMORIES.where(memory -> reach.contains(memory.place()));
  }

  // One that has changed since it was looked at is another one.
  private int delete(Allow allow, List<State> states) {
    if (states.isEmpty()) {
      return 0;
    }
    Set<State> chosen = Set.copyOf(states);
    return engine.deleteAll(allow, MEMORIES.where(memory -> chosen.contains(State.of(memory))));
  }
}

package dev.memwarden.server.dialect.redisams.views;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Place;
import dev.memwarden.memory.Entity;
import dev.memwarden.memory.MemoryEngine;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Sums up every group of a view, under the authority of whoever asked for it: judged again before
/// each look at memories, and again after each answer of a model.
///
/// Done twice, each summary is written in the place of itself.
final class WholeRun {

  /// Most groups of one view.
  static final int MAX_GROUPS = 1_000;

  private final Kept kept;
  private final MemoryEngine engine;
  private final Digests digests;
  private final InstantSource clock;

  WholeRun(Kept kept, MemoryEngine engine, Digests digests, InstantSource clock) {
    this.kept = kept;
    this.engine = engine;
    this.digests = digests;
    this.clock = clock;
  }

  /// How a run ended.
  enum End {
    DONE(Optional.empty()),
    GONE(Optional.of("The view is not there any more")),
    TOO_MANY(Optional.of("The view has more than " + MAX_GROUPS + " groups")),
    UNSAID(Optional.of("The language model gave no summary")),
    REFUSED(Optional.of("Insufficient permissions"));

    private final Optional<String> failure;

    End(Optional<String> failure) {
      this.failure = failure;
    }

    /// What is said of it, unless all went well.
    Optional<String> failure() {
      return failure;
    }
  }

  /// Reading what a view at `place` can be made of, and writing what comes of it.
  static List<Demand> demands(Place place) {
    Box wide =
        Box.ofTenant(place.tenant())
            .narrowed(Axis.AGENT, place.agent())
            .narrowed(Axis.SESSION, place.session())
            .narrowed(Axis.LABEL, place.label());
    return List.of(
        new Demand(Action.MEMORY_READ, wide),
        new Demand(Action.MEMORY_WRITE, wide.narrowed(Axis.USER, place.user())));
  }

  /// Does it.
  ///
  /// @param renewal gives a fresh proof, or none if it is refused by now
  End run(Place place, String id, Supplier<Optional<Allow>> renewal) {
    Optional<Allow> first = renewal.get();
    if (first.isEmpty()) {
      return End.REFUSED;
    }
    Optional<Entity> view = kept.view(first.get(), Box.exactly(place), id);
    if (view.isEmpty()) {
      return End.GONE;
    }
    Set<Map<String, String>> groups =
        Meant.all(view.get(), clock.instant()).groups(engine, first.get(), MAX_GROUPS);
    // Those of before that nothing is in any more say so from now on.
    kept.shown(first.get(), view.get()).forEach(old -> groups.add(old.group()));
    if (groups.size() > MAX_GROUPS) {
      return End.TOO_MANY;
    }
    for (Map<String, String> group : groups) {
      End end = one(view.get(), group, renewal);
      if (end != End.DONE) {
        return end;
      }
    }
    return End.DONE;
  }

  private End one(Entity view, Map<String, String> group, Supplier<Optional<Allow>> renewal) {
    Optional<Allow> before = renewal.get();
    if (before.isEmpty()) {
      return End.REFUSED;
    }
    Optional<Partition> summary = digests.of(before.get(), view, group);
    if (summary.isEmpty()) {
      return End.UNSAID;
    }
    // Models are slow: by now the view may be gone, or the permission.
    Optional<Allow> after = renewal.get();
    if (after.isEmpty()) {
      return End.REFUSED;
    }
    if (kept.view(after.get(), Box.exactly(view.place()), view.id()).isEmpty()) {
      return End.GONE;
    }
    // Where whoever asked may read and not write, there is nothing to be kept.
    boolean _ = kept.put(after.get(), view, summary.get());
    return End.DONE;
  }
}

package dev.memwarden.server.http;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Reach;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The last look at what a reply shows: a second pair of eyes, independent of the engine, the
/// stores and the index, which have kept to the same reach already.
final class RowFence {
  private final Reach reach;

  private RowFence(Reach reach) {
    this.reach = reach;
  }

  /// A row of somebody else was about to leave. A bug by definition.
  static final class ForeignRowException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private ForeignRowException() {
      super("the reply shows a row outside of the reach");
    }
  }

  /// What may be shown: where `memory:read` was allowed. A route that does not ask for it (adding
  /// memory shows what was added), or did without, may show what it was allowed to touch.
  static RowFence of(Allow allow, List<Demand> demands) {
    Set<Action> actions = new HashSet<>();
    demands.forEach(demand -> actions.add(demand.action()));
    Reach readable = allow.mayReach(Action.MEMORY_READ);
    if (actions.contains(Action.MEMORY_READ) && !readable.isEmpty()) {
      return new RowFence(readable);
    }
    Reach reach = Reach.NOWHERE;
    for (Action action : actions) {
      reach = reach.union(allow.mayReach(action));
    }
    return new RowFence(reach);
  }

  /// @throws ForeignRowException if any row, as far as the reply tells where it is, is out of reach
  void check(List<Box> rows) {
    for (Box row : Set.copyOf(rows)) {
      if (reach.intersect(row).isEmpty()) {
        throw new ForeignRowException();
      }
    }
  }
}

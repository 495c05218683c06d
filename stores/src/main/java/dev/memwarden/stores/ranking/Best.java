package dev.memwarden.stores.ranking;

import dev.memwarden.memory.MemoryIndex.Ranked;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/// Keeps the best few of many scored rows that may be found. Of two that score the same the newer
/// one wins, so that the order never depends on where an index happens to keep them.
public final class Best {
  private static final Comparator<Ranked> WORST_FIRST =
      Comparator.comparingDouble(Ranked::score).thenComparingLong(Ranked::row);

  private final Optional<Set<Long>> among;
  private final int limit;
  private final PriorityQueue<Ranked> heap = new PriorityQueue<>(WORST_FIRST);

  public Best(Optional<Set<Long>> among, int limit) {
    this.among = among;
    this.limit = limit;
  }

  public void offer(double score, long row) {
    if (among.isPresent() && !among.get().contains(row)) {
      return;
    }
    heap.add(new Ranked(row, score));
    if (heap.size() > limit) {
      heap.poll();
    }
  }

  /// The rows, best first.
  public List<Ranked> rows() {
    List<Ranked> sorted = new ArrayList<>(heap);
    sorted.sort(WORST_FIRST.reversed());
    return List.copyOf(sorted);
  }
}

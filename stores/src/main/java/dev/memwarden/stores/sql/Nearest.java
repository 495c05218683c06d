package dev.memwarden.stores.sql;

import dev.memwarden.memory.Hit;
import dev.memwarden.memory.Memory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// Keeps the best few of many scored items; of two that score the same, the newer one.
final class Nearest {
  private record Scored(double score, long row, Memory memory) {}

  private static final Comparator<Scored> WORST_FIRST =
      Comparator.comparingDouble(Scored::score).thenComparingLong(Scored::row);

  private final int limit;
  private final PriorityQueue<Scored> heap = new PriorityQueue<>(WORST_FIRST);

  /// @param limit at least 1
  Nearest(int limit) {
    this.limit = limit;
  }

  /// Whether an item that scores so would be kept for now.
  boolean wants(double score, long row) {
    Scored worst = heap.peek();
    return heap.size() < limit
        || worst == null
        || score > worst.score()
        || (score == worst.score() && row > worst.row());
  }

  void offer(double score, long row, Memory memory) {
    heap.add(new Scored(score, row, memory));
    if (heap.size() > limit) {
      heap.poll();
    }
  }

  /// The items, best first.
  List<Hit> hits() {
    List<Scored> sorted = new ArrayList<>(heap);
    sorted.sort(WORST_FIRST.reversed());
    return sorted.stream().map(scored -> new Hit(scored.memory(), scored.score())).toList();
  }
}

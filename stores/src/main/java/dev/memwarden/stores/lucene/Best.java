package dev.memwarden.stores.lucene;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// Keeps the best few of many scored rows. Of two that score the same the newer one wins, so that
/// the order never depends on where Lucene happens to keep them.
final class Best {
  private record Scored(double score, long row) {}

  private static final Comparator<Scored> WORST_FIRST =
      Comparator.comparingDouble(Scored::score).thenComparingLong(Scored::row);

  private final int limit;
  private final PriorityQueue<Scored> heap = new PriorityQueue<>(WORST_FIRST);

  Best(int limit) {
    this.limit = limit;
  }

  void offer(double score, long row) {
    heap.add(new Scored(score, row));
    if (heap.size() > limit) {
      heap.poll();
    }
  }

  /// The rows, best first.
  List<Long> rows() {
    List<Scored> sorted = new ArrayList<>(heap);
    sorted.sort(WORST_FIRST.reversed());
    return sorted.stream().map(Scored::row).toList();
  }
}

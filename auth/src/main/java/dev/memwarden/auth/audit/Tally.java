package dev.memwarden.auth.audit;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Counts how often things happened since it was last asked, in memory that is bounded: beyond so
/// many kinds, the others are counted together. Thread-safe, and no count is ever lost.
///
/// **Cost**: a look into a hash table and one atomic addition.
public final class Tally<K> {
  private final int most;
  private final K others;
  private final Map<K, Cell> cells = new ConcurrentHashMap<>();

  /// @param most how many kinds are told apart
  /// @param others stands for all beyond
  public Tally(int most, K others) {
    this.most = most;
    this.others = others;
  }

  /// Counts one.
  ///
  /// @return whether it is the first of its kind since the last [#drain]. Only one of those that
  ///   come at once is; of those beyond the limit none
  public boolean add(K kind) {
    while (true) {
      Cell cell = cells.get(kind);
      if (cell == null && cells.size() >= most) {
        return beyond();
      }
      if (cell == null) {
        cell = cells.computeIfAbsent(kind, _ -> new Cell());
      }
      long before = cell.add();
      if (before >= 0) {
        return before == 0;
      }
      // It was taken away this very moment.
    }
  }

  private boolean beyond() {
    while (cells.computeIfAbsent(others, _ -> new Cell()).add() < 0) {
      Thread.onSpinWait();
    }
    return false;
  }

  /// What was counted since the last time, and begins anew.
  public Map<K, Long> drain() {
    Map<K, Long> counted = new HashMap<>();
    for (K kind : cells.keySet()) {
      Cell cell = cells.remove(kind);
      long count = cell == null ? 0 : cell.seal();
      if (count > 0) {
        counted.put(kind, count);
      }
    }
    return counted;
  }

  /// What was counted since the last time and not told when it came, and begins anew: all but the
  /// first of each kind, and all of those beyond the limit.
  public Map<K, Long> drainUntold() {
    Map<K, Long> untold = drain();
    untold.replaceAll((kind, count) -> kind.equals(others) ? count : count - 1);
    untold.values().removeIf(count -> count == 0);
    return untold;
  }

  /// A number that is either still counted up, or has been read.
  private static final class Cell {
    private final AtomicLong count = new AtomicLong();

    /// @return how many there were before; below 0 if it has been read
    long add() {
      return count.getAndIncrement();
    }

    long seal() {
      return count.getAndSet(Long.MIN_VALUE);
    }
  }
}

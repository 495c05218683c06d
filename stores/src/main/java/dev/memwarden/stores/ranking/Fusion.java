package dev.memwarden.stores.ranking;

import dev.memwarden.memory.MemoryIndex.Ranked;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Joins rankings by rank alone: scores of different kinds cannot be added, and ranks within the
/// reach tell nothing about what is outside.
public final class Fusion {
  /// Reciprocal rank fusion as it was published (Cormack, Clarke, Büttcher 2009).
  private static final int K = 60;

  private Fusion() {}

  /// The best of all rankings together, best first.
  public static List<Ranked> of(List<List<Ranked>> rankings, int limit) {
    Map<Long, Double> scores = new HashMap<>();
    for (List<Ranked> ranking : rankings) {
      for (int rank = 0; rank < ranking.size(); rank++) {
        scores.merge(ranking.get(rank).row(), 1.0 / (K + rank + 1), Double::sum);
      }
    }
    return scores.entrySet().stream()
        .map(entry -> new Ranked(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparingDouble(Ranked::score).thenComparingLong(Ranked::row).reversed())
        .limit(limit)
        .toList();
  }
}

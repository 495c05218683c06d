package dev.memwarden.memory;

import dev.memwarden.memory.MemoryIndex.Ranked;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One ranking of two: the cosine with one weight, and the score of the words, as a share of the
/// best one's, with the rest. A cosine below 0 counts nothing.
///
/// Of rows, so that of all that is weighed only what is wanted has to be read.
final class Weighing {

  /// How deep each ranking is looked into: always by so many more, whatever page is asked for, so
  /// that pages fit together.
  private static final int BLOCK = 200;

  private Weighing() {}

  /// How many of each ranking it takes to weigh the first `limit`.
  static int depth(int limit) {
    return Math.ceilDiv(limit, BLOCK) * BLOCK;
  }

  /// The first `limit` of both, best first. Scores are above 0; what has none is left out.
  ///
  /// @param alpha weight of `meaning`, from 0 to 1
  static List<Ranked> of(double alpha, List<Ranked> meaning, List<Ranked> words, int limit) {
    Map<Long, Double> scores = new HashMap<>();
    for (Ranked one : meaning) {
      scores.put(one.row(), alpha * Math.max(0, one.score()));
    }
    double best = words.isEmpty() ? 1 : words.getFirst().score();
    for (Ranked one : words) {
      scores.merge(one.row(), (1 - alpha) * one.score() / best, Double::sum);
    }
    List<Ranked> weighed = new ArrayList<>();
    scores.forEach((row, score) -> {
      if (score > 0) {
        weighed.add(new Ranked(row, score));
      }
    });
    // Of equal ones the newest first, so that the order is the same on every page.
    weighed.sort(
        Comparator.comparingDouble(Ranked::score)
            .reversed()
            .thenComparing(Comparator.comparingLong(Ranked::row).reversed()));
    return List.copyOf(weighed.subList(0, Math.min(limit, weighed.size())));
  }
}

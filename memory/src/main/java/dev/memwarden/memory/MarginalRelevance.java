package dev.memwarden.memory;

import java.util.ArrayList;
import java.util.List;

/// Chooses results that fit a question and do not all say the same (maximal marginal relevance,
/// Carbonell and Goldstein 1998): each next one has the best `lambda * relevance - (1 - lambda) *
/// likeness`, where likeness is that to the most similar one chosen before.
///
/// **Cost**: the number of candidates times the number of results, in comparisons of two vectors.
///
/// @param lambda how much relevance counts: 1 is relevance alone, 0 variety alone
public record MarginalRelevance(double lambda) {

  public MarginalRelevance {
    if (!(lambda >= 0 && lambda <= 1)) {
      throw new IllegalArgumentException("no weight: " + lambda);
    }
  }

  /// The chosen candidates by their index, best first. Of equals the first is chosen.
  ///
  /// @param vectors of the candidates; all of one model and length
  /// @param relevance of each: its cosine to the question
  /// @param limit at most this many
  public List<Integer> pick(List<Embedding> vectors, List<Double> relevance, int limit) {
    List<Integer> chosen = new ArrayList<>();
    double[] likeness = new double[vectors.size()];
    boolean[] gone = new boolean[vectors.size()];
    while (chosen.size() < Math.min(limit, vectors.size())) {
      int best = -1;
      double bestScore = 0;
      for (int i = 0; i < likeness.length; i++) {
        double redundant = chosen.isEmpty() ? 0 : likeness[i];
        double score = lambda * relevance.get(i) - (1 - lambda) * redundant;
        if (!gone[i] && (best < 0 || score > bestScore)) {
          best = i;
          bestScore = score;
        }
      }
      gone[best] = true;
      float[] newest = vectors.get(best).vector();
      for (int i = 0; i < likeness.length; i++) {
        double like = gone[i] ? 0 : vectors.get(i).cosine(newest);
        likeness[i] = chosen.isEmpty() ? like : Math.max(likeness[i], like);
      }
      chosen.add(best);
    }
    return List.copyOf(chosen);
  }
}

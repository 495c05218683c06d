package dev.memwarden.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarginalRelevanceTest {
  // Two that say the same and fit well, one that fits less and is different.
  private static final List<Embedding> VECTORS =
      List.of(vector(0.9f, 0.1f), vector(0.9f, 0.11f), vector(0.6f, -0.8f));

  private static final List<Double> RELEVANCE = List.of(0.99, 0.98, 0.6);

  @ParameterizedTest
  @CsvSource({"1, 0 1 2", "0.9, 0 1 2", "0.5, 0 2 1", "0, 0 2 1"})
  void less_weight_on_relevance_brings_variety(double lambda, String order) {
    List<Integer> picked = new MarginalRelevance(lambda).pick(VECTORS, RELEVANCE, 3);

    assertThat(String.join(" ", picked.stream().map(Object::toString).toList())).isEqualTo(order);
  }

  @Test
  void there_are_never_more_than_asked_for_or_than_there_are() {
    assertThat(new MarginalRelevance(0.5).pick(VECTORS, RELEVANCE, 2)).containsExactly(0, 2);
    assertThat(new MarginalRelevance(0.5).pick(VECTORS, RELEVANCE, 9)).hasSize(3);
    assertThat(new MarginalRelevance(0.5).pick(List.of(), List.of(), 9)).isEmpty();
  }

  /// Against the definition, computed from scratch at each step.
  @Test
  void it_is_what_the_paper_says() {
    Random random = new Random(20261126);
    for (int round = 0; round < 200; round++) {
      List<Embedding> vectors = new ArrayList<>();
      List<Double> relevance = new ArrayList<>();
      for (int i = random.nextInt(12); i >= 0; i--) {
        vectors.add(vector(random.nextFloat() - 0.5f, random.nextFloat() - 0.5f));
        relevance.add(random.nextDouble());
      }
      double lambda = random.nextDouble();

      assertThat(new MarginalRelevance(lambda).pick(vectors, relevance, 5))
          .isEqualTo(naive(vectors, relevance, lambda, 5));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.01, 1.01, Double.NaN})
  void weights_are_shares(double lambda) {
    assertThatThrownBy(() -> new MarginalRelevance(lambda))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<Integer> naive(
      List<Embedding> vectors, List<Double> relevance, double lambda, int limit) {
    List<Integer> chosen = new ArrayList<>();
    Set<Integer> left = new HashSet<>();
    for (int i = 0; i < vectors.size(); i++) {
      left.add(i);
    }
    while (chosen.size() < limit && !left.isEmpty()) {
      double best = Double.NEGATIVE_INFINITY;
      int next = -1;
      for (int i : left) {
        double like =
            chosen.stream()
                .mapToDouble(one -> vectors.get(i).cosine(vectors.get(one).vector()))
                .max()
                .orElse(0);
        double score = lambda * relevance.get(i) - (1 - lambda) * like;
        if (score > best) {
          best = score;
          next = i;
        }
      }
      chosen.add(next);
      left.remove(next);
    }
    return chosen;
  }

  private static Embedding vector(float... numbers) {
    return new Embedding("m", numbers);
  }
}

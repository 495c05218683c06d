package dev.memwarden.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.memwarden.memory.MemoryIndex.Ranked;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeighingTest {
  private static final List<Ranked> MEANING =
      List.of(new Ranked(1, 0.9), new Ranked(2, 0.5), new Ranked(3, 0.2), new Ranked(4, -0.5));
  private static final List<Ranked> WORDS =
      List.of(new Ranked(3, 8), new Ranked(2, 4), new Ranked(5, 2));

  @ParameterizedTest
  @CsvSource({"1, 1 2 3", "0.9, 1 2 3 5", "0.5, 3 2 1 5", "0, 3 2 5"})
  void more_weight_on_meaning_brings_what_is_meant(double alpha, String order) {
    assertThat(rows(Weighing.of(alpha, MEANING, WORDS, 10))).isEqualTo(order);
  }

  @Test
  void a_score_is_the_cosine_and_the_share_of_the_best_words() {
    List<Ranked> both = Weighing.of(0.7, MEANING, WORDS, 10);

    assertThat(both.getFirst()).isEqualTo(new Ranked(1, 0.7 * 0.9));
    assertThat(both.get(1).row()).isEqualTo(2);
    assertThat(both.get(1).score()).isCloseTo(0.7 * 0.5 + 0.3 * 4 / 8, within(1e-12));
  }

  @Test
  void without_one_of_them_the_other_decides() {
    assertThat(rows(Weighing.of(0.5, MEANING, List.of(), 10))).isEqualTo("1 2 3");
    assertThat(rows(Weighing.of(0.5, List.of(), WORDS, 10))).isEqualTo("3 2 5");
    assertThat(Weighing.of(0.5, List.of(), List.of(), 10)).isEmpty();
  }

  @Test
  void of_what_fits_alike_the_newest_is_first() {
    List<Ranked> alike = List.of(new Ranked(7, 0.5), new Ranked(9, 0.5), new Ranked(8, 0.5));

    assertThat(rows(Weighing.of(1, alike, List.of(), 10))).isEqualTo("9 8 7");
  }

  @Test
  void pages_fit_together() {
    Random random = new Random(20261126);
    List<Ranked> meaning = new ArrayList<>();
    List<Ranked> words = new ArrayList<>();
    for (long row = 0; row < 200; row++) {
      meaning.add(new Ranked(row, random.nextInt(20) / 20.0));
      words.add(new Ranked(row, 1 + random.nextInt(20)));
    }
    List<Ranked> all = Weighing.of(0.5, meaning, words, 200);
    for (int limit = 0; limit <= 200; limit++) {
      assertThat(Weighing.of(0.5, meaning, words, limit)).isEqualTo(all.subList(0, limit));
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 200", "200, 200", "201, 400", "400, 400"})
  void both_are_looked_into_block_by_block(int limit, int depth) {
    assertThat(Weighing.depth(limit)).isEqualTo(depth);
  }

  private static String rows(List<Ranked> ranking) {
    return ranking.stream().map(one -> Long.toString(one.row())).collect(Collectors.joining(" "));
  }
}

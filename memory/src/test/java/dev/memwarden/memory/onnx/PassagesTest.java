package dev.memwarden.memory.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.memory.onnx.Passages.Passage;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PassagesTest {
  // Three tokens a character is the worst that a word-piece vocabulary does.
  private final Passages passages = new Passages(60, text -> 3 * text.length());

  @Test
  void a_short_text_is_one_passage() {
    assertThat(passages.of("I like tea")).containsExactly(new Passage("I like tea", 30));
  }

  @Test
  void cuts_between_sentences_where_it_can() {
    assertThat(passages.of("I like tea a lot. And I hate milk."))
        .extracting(Passage::text)
        .containsExactly("I like tea a lot. ", "And I hate milk.");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void passages_fit_and_join_to_the_text(long seed) {
    var random = new Random(seed);
    String[] letters = {"a", "b", " ", ". ", "\n", "😀", "한", "\t"};
    String text =
        random
            .ints(random.nextInt(500), 0, letters.length)
            .mapToObj(i -> letters[i])
            .collect(Collectors.joining());

    List<Passage> made = passages.of(text);

    assertThat(made.stream().map(Passage::text).collect(Collectors.joining())).isEqualTo(text);
    assertThat(made)
        .allSatisfy(passage -> {
          assertThat(passage.tokens()).isLessThanOrEqualTo(60);
          assertThat(passage.text().codePoints().anyMatch(PassagesTest::isHalfAPair)).isFalse();
        });
  }

  private static boolean isHalfAPair(int codePoint) {
    return codePoint <= Character.MAX_VALUE && Character.isSurrogate((char) codePoint);
  }
}

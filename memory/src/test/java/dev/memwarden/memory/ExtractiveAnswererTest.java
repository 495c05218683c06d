package dev.memwarden.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Place;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtractiveAnswererTest {
  private final ExtractiveAnswerer answerer = new ExtractiveAnswerer();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          What do I love?             | I love Python programming                     | you love Python programming
          What do I love?             | My name is Alice / I love Python programming  | you love Python programming
          What do you know about me?  | My name is Alice / I love Python.             | your name is Alice; you love Python
          Where is my home?           | I live in Rome                                | you live in Rome
          Who loves tennis?           | I hate milk / I loved tennis / Bob loves golf | you loved tennis; Bob loves golf
          """)
  void quotes_what_fits(String question, String memories, String quoted) {
    List<Hit> hits = Arrays.stream(memories.split(" / ")).map(ExtractiveAnswererTest::hit).toList();

    assertThat(answerer.answer(question, hits).text())
        .isEqualTo("Based on your memories, " + quoted);
  }

  @Test
  void knowing_nothing_is_said() {
    Answer answer = answerer.answer("What do I love?", List.of());

    assertThat(answer.text()).isEqualTo("I have no memories about that yet.");
    assertThat(answer.used()).isEmpty();
  }

  @Test
  void an_answer_is_no_list() {
    List<Hit> many = IntStream.range(0, 10).mapToObj(i -> hit("I like thing " + i)).toList();

    assertThat(answerer.answer("What do you know about me?", many).used())
        .isEqualTo(many.subList(0, 5));
    assertThat(answerer.answer("Which city?", many).used()).isEqualTo(many.subList(0, 3));
  }

  private static Hit hit(String text) {
    var memory =
        new Memory(
            text,
            Place.ofUser("default", "alice"),
            text,
            "{}",
            "",
            1,
            Instant.EPOCH,
            Instant.EPOCH,
            new Provenance("user:alice", "k"));
    return new Hit(memory, 1);
  }
}

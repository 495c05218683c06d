package dev.memwarden.server;

import static dev.memwarden.server.RedisAmsStand.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.memory.Message;
import dev.memwarden.memory.Summarizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What a language model does for working memory.
class WorkingSummaryServedTest {
  private static final String PUT = "PUT /v1/working-memory/s1?context_window_max=100";

  @TempDir Path folder;

  @Test
  void what_the_window_lost_is_summed_up_with_what_came_before() {
    try (var stand = stand((before, said) -> Optional.of(before + " + " + said.size()))) {
      JsonNode put = stand.ask(ALICE, PUT, conversation(10));

      assertThat(put.path("context").stringValue()).isEqualTo("Before + 6");
      assertThat(put.path("messages")).hasSize(4);
      assertThat(stand.ask(ALICE, "GET /v1/working-memory/s1").path("context").stringValue())
          .isEqualTo("Before + 6");
    }
  }

  @Test
  void the_model_gets_the_oldest_messages_alone() {
    List<Message> given = new ArrayList<>();
    Summarizer summarizer =
        (_, said) -> {
          given.addAll(said);
          return Optional.of("short");
        };
    try (var stand = stand(summarizer)) {
      stand.ask(ALICE, PUT, conversation(10));
    }
    assertThat(given)
        .extracting(Message::content)
        .startsWith("about twenty chars 0")
        .doesNotContain("about twenty chars 9");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7})
  void what_fits_needs_no_model(int messages) {
    try (var stand =
        stand((_, _) -> {
          throw new AssertionError("asked for nothing");
        })) {
      assertThat(stand.ask(ALICE, PUT, conversation(messages)).path("messages")).hasSize(messages);
    }
  }

  @Test
  void without_an_answer_the_context_stays_as_it_was_sent() {
    try (var stand = stand((_, _) -> Optional.empty())) {
      JsonNode put = stand.ask(ALICE, PUT, conversation(10));

      assertThat(put.path("context").stringValue()).isEqualTo("Before");
      assertThat(put.path("messages")).hasSize(4);
    }
  }

  @Test
  void what_has_been_extracted_says_so() {
    try (var stand = stand((_, _) -> Optional.empty())) {
      stand.ask(ALICE, PUT, conversation(2));
      stand.work();

      JsonNode now = stand.ask(ALICE, "GET /v1/working-memory/s1");
      assertThat(now.at("/messages/0/discrete_memory_extracted").stringValue()).isEqualTo("t");
      assertThat(stand.found(ALICE, "{}")).hasSize(2);
    }
  }

  private RedisAmsStand stand(Summarizer summarizer) {
    return new RedisAmsStand(folder, Optional.of(summarizer));
  }

  // Each message is 9 tokens, the context 2.
  private static String conversation(int messages) {
    return IntStream.range(0, messages)
        .mapToObj("{'role': 'user', 'content': 'about twenty chars %d'}"::formatted)
        .collect(Collectors.joining(",", "{'context': 'Before', 'messages': [", "]}"));
  }
}

package dev.memwarden.server;

import static dev.memwarden.server.RedisAmsStand.ALICE;
import static dev.memwarden.server.RedisAmsStand.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What clients of the Redis Agent Memory Server get as a prompt.
class MemoryPromptServedTest extends RedisAmsFixture {
  private static final String PROMPT = "POST /v1/memory/prompt";

  @BeforeEach
  void plant() {
    stand.ask(
        ALICE,
        "PUT /v1/working-memory/s1",
        """
        {'context': 'She plans a trip.', 'messages': [
          {'role': 'user', 'content': 'To Rome'}, {'role': 'assistant', 'content': 'When?'},
          {'role': 'tool', 'content': '42'}]}
        """);
    stand.remember(ALICE, "m1", "I go to Rome by train", "");
    stand.remember(ALICE, "m2", "I go to Rome in May", ", 'session_id': 's1'");
    stand.remember(BOB, "m3", "I go to Rome by car", "");
  }

  @Test
  void a_prompt_has_what_came_before_then_messages_then_memories_then_the_question() {
    JsonNode prompt =
        stand.ask(
            ALICE,
            PROMPT,
            "{'query': 'How do I go to Rome?', 'session': {'session_id': 's1'},"
                + " 'long_term_search': true}");

    assertThat(lines(prompt))
        .containsExactly(
            "system: ## A summary of the conversation so far:\nShe plans a trip.",
            "user: To Rome",
            "assistant: When?",
            "assistant: 42",
            "system: ## Long term memories related to the user's query\n"
                + " - I go to Rome by train (ID: m1)",
            "user: How do I go to Rome?");
    assertThat(prompt.at("/messages/0/content").toString())
        .startsWith("{\"type\":\"text\",\"text\":")
        .endsWith("\"annotations\":null,\"_meta\":null}");
    assertThat(RedisAmsStand.ids(prompt.path("long_term_memories"))).containsExactly("m1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {'query': 'x'}                                              | 400 {"detail":"Either session or long_term_search must be provided"}
          {'query': 'x', 'long_term_search': false}                   | 400 {"detail":"Either session or long_term_search must be provided"}
          {'session': {'session_id': 's1'}}                           | 422 {"detail":[{"type":"missing","loc":["body","query"],"msg":"Field required","input":null}]}
          {'query': 'x', 'session': {}}                               | 422 {"detail":[{"type":"missing","loc":["body","session","session_id"],"msg":"Field required","input":null}]}
          {'query': 'x', 'session': {'session_id': 's1', 'user_id': 'bob'}} | 403 {"detail":"Insufficient permissions. Out of reach for this credential"}
          {'query': 'x', 'long_term_search': {'user_id': {'eq': 'bob'}}}    | 403 {"detail":"Insufficient permissions. Out of reach for this credential"}
          """)
  void prompts_that_make_no_sense(String body, String reply) {
    assertThat(stand.text(ALICE, PROMPT, body)).isEqualTo(reply);
  }

  @Test
  void a_session_that_is_not_there_has_no_messages() {
    JsonNode prompt =
        stand.ask(ALICE, PROMPT, "{'query': 'Hello', 'session': {'session_id': 'nowhere'}}");

    assertThat(lines(prompt)).containsExactly("user: Hello");
    assertThat(prompt.path("long_term_memories").isNull()).isTrue();
  }

  @Test
  void a_window_that_is_a_text_counts_too() {
    JsonNode prompt =
        stand.ask(
            ALICE,
            PROMPT,
            "{'query': 'x', 'session': {'session_id': 's1', 'context_window_max': '10'}}");

    assertThat(lines(prompt))
        .containsExactly(
            "system: ## A summary of the conversation so far:\nShe plans a trip.",
            "assistant: 42",
            "user: x");
  }

  @Test
  void nothing_that_fits_is_said_too() {
    JsonNode prompt =
        stand.ask(
            ALICE, PROMPT, "{'query': 'x', 'long_term_search': {'topics': {'eq': 'nothing'}}}");

    assertThat(lines(prompt))
        .containsExactly(
            "system: ## Long term memories related to the user's query\n"
                + " No relevant long-term memories found.",
            "user: x");
    assertThat(prompt.path("long_term_memories").isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "{'limit': 10}", "{'topics': {'ne': 'x'}}"})
  void whose_session_it_is_that_ones_memories_come_with_it(String search) {
    String service = stand.key("{'service': 'ingest'}");

    JsonNode prompt =
        stand.ask(
            service,
            PROMPT,
            "{'query': 'Rome?', 'session': {'session_id': 's9', 'user_id': 'bob'},"
                + " 'long_term_search': "
                + search
                + "}");

    assertThat(RedisAmsStand.ids(prompt.path("long_term_memories"))).containsExactly("m3");
  }

  @Test
  void of_several_memories_each_has_a_line() {
    JsonNode prompt =
        stand.ask(
            ALICE,
            PROMPT,
            "{'query': 'I go to Rome by train', 'long_term_search': {'recency_boost': false}}");

    assertThat(lines(prompt))
        .containsExactly(
            "system: ## Long term memories related to the user's query\n"
                + " - I go to Rome by train (ID: m1)\n"
                + "- I go to Rome in May (ID: m2)",
            "user: I go to Rome by train");
  }

  private static List<String> lines(JsonNode prompt) {
    return prompt
        .path("messages")
        .valueStream()
        .map(message ->
            message.path("role").stringValue() + ": " + message.at("/content/text").stringValue())
        .toList();
  }
}

package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.memory.Message;
import dev.memwarden.server.http.Method;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Summaries of Zep's sessions: made later, of one session each, under the authority of whoever
/// added the messages.
class ZepSummariesServedTest {
  @TempDir Path folder;

  private TokenServer server;
  private final List<String> asked = new ArrayList<>();
  private Optional<String> prefix = Optional.of("sum of ");
  private ZepCaller alice;

  @BeforeEach
  void open() {
    server =
        new TokenServer(
            folder,
            Map.of(),
            InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z")),
            new WordEmbedder(),
            Optional.of(this::summarize));
    alice = ZepCaller.user(server, "alice");
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Optional<String> summarize(String before, List<Message> said) {
    String all =
        before + "+" + said.stream().map(Message::content).collect(Collectors.joining(" "));
    asked.add(all);
    return prefix.map(text -> text + all);
  }

  @Test
  void what_is_older_than_half_a_window_is_summed_up_and_left_out() {
    alice.says("s1", numbers(1, 13));
    ZepCaller.user(server, "bob").says("s1", numbers(101, 113));
    assertThat(server.work()).isEqualTo(2);

    JsonNode memory = alice.json("GET /sessions/s1/memory");

    assertThat(memory.at("/summary/content").stringValue()).isEqualTo("sum of +1 2 3 4 5 6 7");
    assertThat(said(memory)).isEqualTo("8 9 10 11 12 13");
    assertThat(memory.at("/summary/recent_message_uuid").stringValue())
        .isEqualTo(alice.json("GET /sessions/s1/messages").at("/messages/6/uuid").stringValue());
    assertThat(said(alice.json("GET /sessions/s1/memory?lastn=8")))
        .isEqualTo("6 7 8 9 10 11 12 13");
    assertThat(asked).hasSize(2).noneMatch(text -> text.contains("1 2") && text.contains("101"));
  }

  @Test
  void the_next_summary_is_made_of_the_last_and_what_was_said_since() {
    alice.says("s1", numbers(1, 13));
    server.work();
    alice.says("s1", numbers(14, 20));
    server.work();

    JsonNode memory = alice.json("GET /sessions/s1/memory");

    assertThat(asked).containsExactly("+1 2 3 4 5 6 7", "sum of +1 2 3 4 5 6 7+8 9 10 11 12 13 14");
    assertThat(said(memory)).isEqualTo("15 16 17 18 19 20");
    assertThat(
            alice.json(
                "POST /sessions/s1/search", "{\"text\": \"sum\", \"search_scope\": \"summary\"}"))
        .hasSize(2);
  }

  @Test
  void little_is_not_summed_up_and_neither_is_what_a_model_will_not() {
    alice.says("s1", numbers(1, 12));
    server.work();
    assertThat(asked).isEmpty();

    prefix = Optional.empty();
    alice.says("s1", "13");
    server.work();
    assertThat(asked).hasSize(1);
    assertThat(said(alice.json("GET /sessions/s1/memory")))
        .isEqualTo("2 3 4 5 6 7 8 9 10 11 12 13");
    assertThat(alice.json("GET /sessions/s1/memory").at("/summary/content").stringValue())
        .isEmpty();
  }

  @Test
  void nothing_is_summed_up_of_a_session_that_is_gone_or_for_a_key_that_is() {
    alice.says("s1", numbers(1, 13));
    alice.text("DELETE /sessions/s1/memory");
    server.work();
    assertThat(asked).isEmpty();

    alice.says("s2", numbers(1, 13));
    String id = alice.key().substring(4, 20);
    server.administer(Method.POST, "/admin/v1/keys/" + id + "/revoke");
    server.work();
    assertThat(asked).isEmpty();
  }

  @Test
  void a_key_that_may_only_write_asks_for_no_summary() {
    ZepCaller.user(server, "alice", "memory:write").says("s1", numbers(1, 13));

    assertThat(server.work()).isZero();
  }

  private static String[] numbers(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(Integer::toString).toArray(String[]::new);
  }

  private static String said(JsonNode memory) {
    return memory
        .path("messages")
        .valueStream()
        .map(message -> message.path("content").stringValue())
        .collect(Collectors.joining(" "));
  }
}

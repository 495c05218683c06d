package dev.memwarden.server;

import static dev.memwarden.server.RedisAmsStand.ALICE;
import static dev.memwarden.server.RedisAmsStand.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What is in working memory gets into long-term memory, once.
class PromotionServedTest extends RedisAmsFixture {
  private static final String PUT = "PUT /v1/working-memory/s1";
  private static final String GET = "GET /v1/working-memory/s1";
  private static final String SAID =
      """
      {'namespace': 'n', 'messages': [
         {'role': 'user', 'content': 'I love tea', 'id': '1', 'created_at': '2026-11-20T10:00:00Z'},
         {'role': 'assistant', 'content': 'Noted', 'id': '2', 'persisted_at': '1999-01-01T00:00:00Z'},
         {'role': 'tool', 'content': '{}', 'id': '3'}],
       'memories': [{'id': 'f1', 'text': 'Likes tea', 'memory_type': 'semantic', 'topics': ['tea'],
                     'persisted_at': '1999-01-01T00:00:00Z'}]}
      """;

  @Test
  void messages_and_memories_are_remembered_where_they_were_said() {
    JsonNode put = stand.ask(ALICE, PUT, SAID);
    assertThat(put.at("/messages/1/persisted_at").isNull()).isTrue();
    assertThat(put.at("/memories/0/persisted_at").isNull()).isTrue();

    stand.work();

    JsonNode memories = memories(ALICE);
    assertThat(memories)
        .extracting(memory -> memory.path("text").stringValue())
        .containsExactlyInAnyOrder("I love tea", "Noted", "Likes tea");
    assertThat(memories)
        .allMatch(memory ->
            memory.path("session_id").asString().equals("s1")
                && memory.path("namespace").asString().equals("n")
                && memory.path("user_id").asString().equals("alice"));
    JsonNode tea =
        stand
            .ask(
                ALICE,
                "POST /v1/long-term-memory/search",
                "{'memory_type': {'eq': 'message'}, 'event_date': {'lt': '2026-11-21'}}")
            .at("/memories/0");
    assertThat(tea.path("text").stringValue()).isEqualTo("I love tea");
    assertThat(tea.at("/extracted_from/0").stringValue()).isEqualTo("1");
    JsonNode now = stand.ask(ALICE, GET);
    assertThat(now.at("/messages/0/persisted_at").stringValue()).isEqualTo("2026-11-22T12:00:00Z");
    assertThat(now.at("/messages/0/discrete_memory_extracted").stringValue()).isEqualTo("f");
    assertThat(now.at("/messages/2/persisted_at").isNull()).isTrue();
    assertThat(now.at("/memories/0/persisted_at").stringValue()).isEqualTo("2026-11-22T12:00:00Z");
    assertThat(stand.ask(ALICE, "GET /v1/long-term-memory/f1").at("/topics/0").stringValue())
        .isEqualTo("tea");
  }

  @Test
  void putting_it_again_adds_nothing() {
    stand.ask(ALICE, PUT, SAID);
    stand.work();
    List<String> once = RedisAmsStand.ids(memories(ALICE));

    stand.ask(ALICE, PUT, SAID);
    stand.work();
    // Nor does a session of the same name that begins anew.
    stand.ask(ALICE, "DELETE /v1/working-memory/s1");
    stand.ask(ALICE, PUT, SAID);
    stand.work();

    assertThat(RedisAmsStand.ids(memories(ALICE))).isEqualTo(once);
  }

  @Test
  void what_was_forgotten_does_not_come_back_with_the_next_put() {
    stand.ask(ALICE, PUT, SAID);
    stand.work();
    String all = String.join("&memory_ids=", RedisAmsStand.ids(memories(ALICE)));
    stand.ask(ALICE, "DELETE /v1/long-term-memory?memory_ids=" + all);

    stand.ask(ALICE, PUT, SAID);
    stand.work();

    assertThat(memories(ALICE)).isEmpty();
  }

  @Test
  void a_session_that_was_deleted_meanwhile_is_not_remembered() {
    stand.ask(ALICE, PUT, SAID);
    stand.ask(ALICE, "DELETE /v1/working-memory/s1");

    stand.work();

    assertThat(memories(ALICE)).isEmpty();
  }

  @Test
  void nothing_is_done_for_a_key_that_was_revoked_meanwhile() {
    String key = stand.key("{'user': 'alice'}");
    stand.ask(key, PUT, SAID);
    stand.revoke(key);

    stand.work();

    assertThat(memories(ALICE)).isEmpty();
  }

  @Test
  void a_key_that_may_only_write_has_its_messages_remembered_too() {
    String writer = stand.key("{'user': 'alice', 'actions': ['memory:write']}");
    stand.ask(writer, PUT, SAID);

    stand.work();

    assertThat(memories(ALICE)).hasSize(3);
    assertThat(stand.text(writer, GET)).startsWith("403");
  }

  @Test
  void messages_that_the_window_lost_are_remembered_too() {
    String said =
        IntStream.range(0, 100)
            .mapToObj(i ->
                "{'role': 'user', 'content': 'sentence number %d', 'id': '%d'}".formatted(i, i))
            .collect(Collectors.joining(",", "{'messages': [", "]}"));
    assertThat(stand.ask(ALICE, PUT + "?context_window_max=100", said).path("messages"))
        .hasSizeLessThan(10);
    // Not even if the next one comes before the work is done.
    stand.ask(ALICE, PUT, "{'messages': [{'role': 'user', 'content': 'and one', 'id': 'x'}]}");

    stand.work();

    assertThat(stand.ask(ALICE, "POST /v1/long-term-memory/search", "{}").path("total").intValue())
        .isEqualTo(101);
  }

  @Test
  void of_two_that_begin_a_session_at_once_both_are_remembered() throws InterruptedException {
    for (int round = 0; round < 20; round++) {
      String put = "PUT /v1/working-memory/at-once-" + round;
      List<Thread> both = new ArrayList<>();
      for (String id : List.of("a", "b")) {
        String said =
            "{'messages': [{'role': 'user', 'content': '%s in %d', 'id': '%s'}]}"
                .formatted(id, round, id);
        both.add(Thread.ofVirtual().start(() -> stand.ask(ALICE, put, said)));
      }
      for (Thread one : both) {
        one.join();
      }
    }

    stand.work();

    assertThat(stand.ask(ALICE, "POST /v1/long-term-memory/search", "{}").path("total").intValue())
        .isEqualTo(40);
  }

  @Test
  void more_memories_than_are_embedded_at_once_are_all_remembered() {
    stand.remember(ALICE, "f7", "elsewhere", ", 'namespace': 'other'");
    String travel = stand.key("{'user': 'alice', 'box': {'label': 'n'}}");
    String memories =
        IntStream.range(0, 70)
            .mapToObj(i -> "{'id': 'f%d', 'text': 'fact number %d'}".formatted(i, i))
            .collect(Collectors.joining(",", "{'memories': [", "]}"));

    stand.ask(travel, PUT, memories);
    stand.work();

    JsonNode now = stand.ask(travel, GET).path("memories");
    assertThat(now).filteredOn(memory -> memory.path("persisted_at").isNull()).hasSize(1);
    assertThat(stand.ask(ALICE, "POST /v1/long-term-memory/search", "{}").path("total").intValue())
        .isEqualTo(70);
  }

  @Test
  void the_same_message_ids_in_other_hands_are_other_memories() {
    stand.ask(ALICE, PUT, SAID);
    stand.ask(BOB, PUT, SAID);
    stand.ask(ALICE, "PUT /v1/working-memory/s2", SAID);

    stand.work();

    assertThat(memories(BOB)).hasSize(3);
    assertThat(memories(ALICE)).hasSize(5);
    assertThat(RedisAmsStand.ids(memories(ALICE)))
        .filteredOn(RedisAmsStand.ids(memories(BOB))::contains)
        .containsExactly("f1");
  }

  @Test
  void a_memory_that_may_not_be_replaced_keeps_nothing_else_back() {
    String travel = stand.key("{'user': 'alice', 'box': {'label': 'n'}}");
    stand.remember(ALICE, "f1", "elsewhere", ", 'namespace': 'other'");
    stand.ask(travel, PUT, SAID);

    stand.work();

    assertThat(memories(ALICE))
        .extracting(memory -> memory.path("text").stringValue())
        .containsExactlyInAnyOrder("I love tea", "Noted", "elsewhere");
    assertThat(stand.ask(travel, GET).at("/memories/0/persisted_at").isNull()).isTrue();
  }

  private JsonNode memories(String who) {
    return stand.ask(who, "POST /v1/long-term-memory/search", "{}").path("memories");
  }
}

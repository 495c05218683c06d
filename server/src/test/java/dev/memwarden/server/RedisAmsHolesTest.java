package dev.memwarden.server;

import static dev.memwarden.server.RedisAmsStand.ALICE;
import static dev.memwarden.server.RedisAmsStand.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the original lets any caller do to others, one test for each way.
class RedisAmsHolesTest extends RedisAmsFixture {
  private static final String SEARCH = "POST /v1/long-term-memory/search";

  @BeforeEach
  void plant() {
    stand.remember(ALICE, "own", "alice loves tea", "");
    stand.remember(BOB, "secret", "bob has a secret garden", ", 'namespace': 'private'");
  }

  @Test
  void hole_1_ids_alone_open_nothing_of_others() {
    String unknown = "404 {\"detail\":\"Memory with ID secret not found\"}";

    assertThat(stand.text(ALICE, "GET /v1/long-term-memory/secret")).isEqualTo(unknown);
    assertThat(stand.text(ALICE, "PATCH /v1/long-term-memory/secret", "{'text': 'x'}"))
        .isEqualTo(unknown);
    assertThat(stand.text(ALICE, "PATCH /v1/long-term-memory/secret", "{'user_id': 'alice'}"))
        .isEqualTo(unknown);
    assertThat(stand.text(ALICE, "DELETE /v1/long-term-memory?memory_ids=secret"))
        .isEqualTo("200 {\"status\":\"ok, deleted 0 memories\"}");
    assertThat(stand.text(ALICE, "GET /v1/long-term-memory/secret?user_id=bob")).startsWith("403");
    assertThat(stand.text(ALICE, "DELETE /v1/long-term-memory?memory_ids=secret&user_id=bob"))
        .startsWith("403");
    isUnharmed();
  }

  @Test
  void hole_1_nothing_is_moved_to_others_either() {
    assertThat(stand.text(ALICE, "PATCH /v1/long-term-memory/own", "{'user_id': 'bob'}"))
        .startsWith("403");
    assertThat(stand.found(BOB, "{}")).containsExactly("secret");
    assertThat(stand.found(ALICE, "{}")).containsExactly("own");
  }

  @Test
  void hole_2_an_id_that_another_has_overwrites_nothing() {
    stand.remember(ALICE, "secret", "alice has one too", "");

    isUnharmed();
    assertThat(stand.ask(ALICE, "GET /v1/long-term-memory/secret").path("text").stringValue())
        .isEqualTo("alice has one too");
    assertThat(stand.text(ALICE, "DELETE /v1/long-term-memory?memory_ids=secret"))
        .isEqualTo("200 {\"status\":\"ok, deleted 1 memories\"}");
    isUnharmed();
  }

  @Test
  void hole_3_names_with_colons_meet_no_other_session() {
    String service = stand.key("{'service': 'ingest'}");
    stand.ask(service, "PUT /v1/working-memory/b", "{'namespace': 'a', 'context': 'in a'}");
    stand.ask(BOB, "PUT /v1/working-memory/s", "{'namespace': 'n', 'context': 'his'}");

    assertThat(stand.answer(service, "GET /v1/working-memory/b?user_id=a").status()).isEqualTo(404);
    for (String session : List.of("n:bob:s", "bob:s", "working_memory:n:bob:s")) {
      stand.ask(ALICE, "PUT /v1/working-memory/" + session, "{'context': 'hers'}");
      stand.ask(service, "PUT /v1/working-memory/" + session, "{'context': 'its'}");
    }
    assertThat(stand.ask(BOB, "GET /v1/working-memory/s?namespace=n").path("context").stringValue())
        .isEqualTo("his");
  }

  @Test
  void hole_4_a_session_that_names_nobody_is_never_anothers() {
    stand.ask(BOB, "PUT /v1/working-memory/s1", "{'context': 'his'}");

    assertThat(stand.text(ALICE, "GET /v1/working-memory/s1"))
        .isEqualTo("404 {\"detail\":\"Session s1 not found\"}");
    assertThat(stand.text(ALICE, "GET /v1/working-memory/s1?user_id=bob")).startsWith("403");
    assertThat(stand.text(ALICE, "DELETE /v1/working-memory/s1"))
        .isEqualTo("200 {\"status\":\"ok\"}");
    assertThat(stand.text(ALICE, "DELETE /v1/working-memory/s1?user_id=bob")).startsWith("403");
    assertThat(
            stand
                .ask(
                    ALICE,
                    "POST /v1/memory/prompt",
                    "{'query': 'x', 'session': {'session_id': 's1'}}")
                .path("messages"))
        .hasSize(1);
    assertThat(stand.ask(BOB, "GET /v1/working-memory/s1").path("context").stringValue())
        .isEqualTo("his");
  }

  @Test
  void hole_5_a_filter_that_nothing_meets_is_not_dropped() {
    stand.remember(ALICE, "n1", "alice hides a garden", ", 'namespace': 'hidden'");
    String filters =
        "'namespace': {'eq': 'empty'}, 'topics': {'eq': 'x'}, 'memory_type': {'eq': 'message'}";

    assertThat(stand.found(ALICE, "{'text': 'garden', 'namespace': {'eq': 'empty'}}")).isEmpty();
    assertThat(stand.found(ALICE, "{'text': 'garden', 'topics': {'eq': 'x'}}")).isEmpty();
    assertThat(stand.found(ALICE, "{'text': 'garden', " + filters + "}")).isEmpty();
    assertThat(
            stand
                .ask(
                    ALICE,
                    "POST /v1/memory/prompt",
                    "{'query': 'garden', 'long_term_search': {" + filters + "}}")
                .path("long_term_memories"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Bob", "bob|alice", "alice,bob", "bob*", "*", "{bob}", "bob ", "b\u006fb"})
  void hole_6_a_name_is_exactly_itself(String user) {
    String reply = stand.text(ALICE, SEARCH, "{'user_id': {'eq': '" + user + "'}}");

    assertThat(reply).startsWith("403").doesNotContain("secret");
    assertThat(stand.found(ALICE, "{'namespace': {'eq': '" + user + "'}}")).isEmpty();
    assertThat(stand.found(ALICE, "{'session_id': {'eq': '" + user + "'}}")).isEmpty();
  }

  @Test
  void hole_6_an_empty_name_is_not_everybody() {
    assertThat(stand.text(ALICE, SEARCH, "{'user_id': {'eq': ''}}")).startsWith("422");
    assertThat(stand.text(ALICE, SEARCH, "{'namespace': {'eq': ''}}")).startsWith("422");
    assertThat(stand.text(ALICE, "GET /v1/working-memory/?user_id=")).startsWith("422");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'text': ''}",
        "{'text': 'secret garden'}",
        "{'text': 'secret garden', 'search_mode': 'keyword'}",
        "{'text': 'secret garden', 'search_mode': 'hybrid'}",
        "{'user_id': {'startswith': 'b'}}",
        "{'user_id': {'ne': 'alice'}}",
        "{'user_id': {'any': ['alice', 'bob']}}",
        "{'user_id': {'in_': ['bob']}}",
        "{'namespace': {'startswith': 'p'}}",
        "{'namespace': {'eq': 'private'}}",
        "{'namespace': {'not_eq': 'x'}}"
      })
  void hole_7_no_filter_and_none_left_out_shows_others(String search) {
    assertThat(stand.found(ALICE, search)).isSubsetOf("own");
    assertThat(stand.ask(ALICE, SEARCH, search).path("total").intValue()).isLessThan(2);
  }

  @Test
  void hole_8_views_and_tasks_are_of_those_who_made_them() {
    String views = "/v1/summary-views";
    String body = "{'name': 'private', 'source': 'long_term', 'group_by': ['user_id']}";
    String id = stand.ask(BOB, "POST " + views, body).path("id").stringValue();
    String view = views + "/" + id;
    stand.ask(BOB, "POST " + view + "/run", "{'task_id': 't1'}");
    stand.work();
    String his = stand.text(BOB, "GET " + view + "/partitions");
    assertThat(his).contains("bob has a secret garden");
    String unknown = "404 {\"detail\":\"SummaryView " + id + " not found\"}";

    assertThat(stand.ask(ALICE, "GET " + views)).isEmpty();
    assertThat(stand.text(ALICE, "GET " + view)).isEqualTo(unknown);
    assertThat(stand.text(ALICE, "GET " + view + "/partitions")).isEqualTo(unknown);
    assertThat(stand.text(ALICE, "POST " + view + "/run", "{}")).isEqualTo(unknown);
    String run = "POST " + view + "/partitions/run";
    assertThat(stand.text(ALICE, run, "{'group': {'user_id': 'alice'}}")).isEqualTo(unknown);
    assertThat(stand.text(ALICE, run, "{'group': {'user_id': 'bob'}}")).startsWith("403");
    assertThat(stand.text(ALICE, "GET " + view + "/partitions?user_id=bob")).startsWith("403");
    assertThat(stand.text(ALICE, "DELETE " + view)).isEqualTo("200 {\"status\":\"ok\"}");
    assertThat(stand.text(ALICE, "GET /v1/tasks/t1"))
        .isEqualTo("404 {\"detail\":\"Task t1 not found\"}");

    // Nor by an id of a task that he chose.
    String hers = views + "/" + stand.ask(ALICE, "POST " + views, body).path("id").stringValue();
    stand.ask(ALICE, "POST " + hers + "/run", "{'task_id': 't1'}");
    stand.work();
    assertThat(stand.text(ALICE, "GET " + hers + "/partitions")).doesNotContain("secret");
    assertThat(stand.ask(BOB, "GET /v1/tasks/t1").path("view_id").stringValue()).isEqualTo(id);
    assertThat(stand.text(BOB, "GET " + view + "/partitions")).isEqualTo(his);
  }

  @Test
  void hole_9_a_memory_that_says_the_same_is_only_kept_for_its_own() {
    String service = stand.key("{'service': 'ingest'}");
    stand.remember(service, "s", "bob has a secret garden", "");
    stand.remember(ALICE, "a", "bob has a secret garden", "");

    isUnharmed();
    assertThat(stand.found(ALICE, "{'text': 'garden', 'limit': 1}")).containsExactly("a");
    assertThat(stand.ask(service, "GET /v1/long-term-memory/s").path("user_id").isNull()).isTrue();
  }

  private void isUnharmed() {
    assertThat(stand.ask(BOB, "GET /v1/long-term-memory/secret").path("text").stringValue())
        .isEqualTo("bob has a secret garden");
  }
}

package dev.memwarden.server;

import static dev.memwarden.server.RedisAmsStand.ALICE;
import static dev.memwarden.server.RedisAmsStand.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// What clients get of summary views and tasks, where nobody but quotes sums anything up.
class SummaryViewsServedTest extends RedisAmsFixture {
  private static final String VIEWS = "/v1/summary-views";
  private static final String BY_SESSION = "{'source': 'long_term', 'group_by': ['session_id']}";

  @Test
  void a_view_is_kept_as_it_came() {
    String all =
        "{'name': 'n', 'source': 'long_term', 'group_by': ['memory_type', 'user_id'],"
            + " 'filters': {'topics': ['a', 'b'], 'memory_type': 'semantic',"
            + " 'event_date': {'gt': '2025-01-01'}}, 'time_window_days': '30', 'prompt': 'briefly',"
            + " 'model_name': 'gpt-5'}";
    JsonNode made = stand.ask(ALICE, "POST " + VIEWS, all);
    String id = made.path("id").stringValue();

    assertThat(stand.text(ALICE, "GET " + VIEWS + "/" + id))
        .isEqualTo(
            ("200 {'id':'"
                    + id
                    + "','name':'n','source':'long_term',"
                    + "'group_by':['memory_type','user_id'],"
                    + "'filters':{'topics':{'any':['a','b']},'memory_type':{'eq':'semantic'},"
                    + "'event_date':{'gt':'2025-01-01T00:00:00Z'}},'time_window_days':30,"
                    + "'continuous':false,'prompt':'briefly','model_name':'gpt-5'}")
                .replace('\'', '"')
                .replace(
                    "\"topics\":{\"any\":[\"a\",\"b\"]},\"memory_type\":{\"eq\":\"semantic\"}",
                    filters(made)));
    assertThat(stand.ask(ALICE, "GET " + VIEWS)).containsExactly(made);
  }

  // In whichever order.
  private static String filters(JsonNode view) {
    assertThat(view.at("/filters/topics/any")).hasSize(2);
    assertThat(view.at("/filters/memory_type/eq").stringValue()).isEqualTo("semantic");
    String text = view.path("filters").toString();
    return text.substring(1, text.indexOf(",\"event_date\""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {'source': 'working_memory'}                                   | 400 {"detail":"Only source 'long_term' is supported"}
          {'source': 'long_term', 'group_by': ['topics', 'x', 'user_id']} | 400 {"detail":"Unsupported group_by fields: topics, x"}
          {'source': 'long_term', 'filters': {'entities': 'a', 'b': 1}}  | 400 {"detail":"Unsupported filter fields: b, entities"}
          {'source': 'long_term', 'filters': {'user_id': 'bob'}}         | 403 {"detail":"Insufficient permissions. Out of reach for this credential"}
          """)
  void a_view_that_makes_no_sense_is_refused(String body, String reply) {
    assertThat(stand.text(ALICE, "POST " + VIEWS, body)).isEqualTo(reply);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                    | missing
          {"source": "long_term", "time_window_days": 0}        | greater_than_equal
          {"source": "long_term", "group_by": "user_id"}        | list_type
          {"source": "long_term", "filters": {"topics": []}}    | value_error
          {"source": "long_term", "filters": {"user_id": ""}}   | string_too_short
          {"source": "long_term", "filters": {"topics": {"x": 1}}} | value_error
          """)
  void a_malformed_view_is_422(String body, String type) {
    assertThat(stand.text(ALICE, "POST " + VIEWS, body)).startsWith("422").contains(type);
  }

  @Test
  void one_group_is_summed_up_by_quotes_oldest_first() {
    plant();
    String view = view(ALICE, BY_SESSION);

    assertThat(stand.text(ALICE, "POST " + view + "/partitions/run", group("session_id", "s1")))
        .isEqualTo(
            "200 {\"view_id\":\""
                + id(view)
                + "\",\"group\":{\"session_id\":\"s1\"},"
                + "\"summary\":\"- tea\\n- coffee\",\"memory_count\":2,\"empty\":false,"
                + "\"empty_reason\":null,\"computed_at\":\"2026-11-22T12:00:00Z\"}");
    JsonNode none =
        stand.ask(ALICE, "POST " + view + "/partitions/run", group("session_id", "none"));
    assertThat(none.path("empty").booleanValue()).isTrue();
    assertThat(none.path("empty_reason").stringValue()).isEqualTo("no_memories");
    assertThat(none.path("summary").stringValue()).isEmpty();
    assertThat(stand.text(ALICE, "POST " + view + "/partitions/run", group("user_id", "alice")))
        .isEqualTo("400 {\"detail\":\"group must have exactly the fields of group_by\"}");
    assertThat(stand.text(ALICE, "POST " + view + "/partitions/run", "{'group': {}}"))
        .startsWith("400");
    assertThat(stand.text(ALICE, "POST " + view + "/partitions/run", "{}")).startsWith("422");
  }

  @Test
  void filters_and_window_only_narrow() {
    plant();
    stand.at(RedisAmsStand.NOON.plus(Duration.ofDays(3)));
    stand.remember(ALICE, "late", "milk", ", 'session_id': 's1', 'topics': ['food']");

    assertThat(summary(ALICE, "'time_window_days': 1")).isEqualTo("- milk");
    assertThat(summary(ALICE, "'filters': {'topics': 'food'}")).isEqualTo("- milk");
    assertThat(summary(ALICE, "'filters': {'session_id': ['s2', 's3']}")).isEqualTo("- water");
    assertThat(summary(ALICE, "'filters': {'namespace': {'eq': 'n'}}")).isEqualTo("- water");
    assertThat(summary(ALICE, "'filters': {'memory_type': 'episodic'}")).isEmpty();
    assertThat(summary(ALICE, "'filters': {'user_id': {'ne': 'alice'}}")).isEmpty();
  }

  @Test
  void a_task_that_nobody_is_at_work_on_any_more_has_failed() {
    plant();
    String view = view(ALICE, BY_SESSION);
    String key = stand.key("{'user': 'alice'}");
    assertThat(stand.ask(key, "POST " + view + "/run", "{'task_id': 't'}").path("status"))
        .hasToString("\"pending\"");
    assertThat(stand.ask(ALICE, "GET /v1/tasks/t").path("status")).hasToString("\"pending\"");

    stand.revoke(key);
    stand.work();

    JsonNode task = stand.ask(ALICE, "GET /v1/tasks/t");
    assertThat(task.path("status").stringValue()).isEqualTo("failed");
    assertThat(task.path("error_message").stringValue()).isEqualTo("It was given up");
    assertThat(task.path("completed_at").isNull()).isTrue();
  }

  @Test
  void a_whole_view_is_run_as_a_task() {
    plant();
    String view = view(ALICE, BY_SESSION);
    JsonNode task = stand.ask(ALICE, "POST " + view + "/run", "{'force': true}");
    String path = "GET /v1/tasks/" + task.path("id").stringValue();

    assertThat(task.path("status").stringValue()).isEqualTo("pending");
    assertThat(task.path("type").stringValue()).isEqualTo("summary_view_full_run");
    assertThat(task.path("view_id").stringValue()).isEqualTo(id(view));
    assertThat(stand.ask(ALICE, "GET " + view + "/partitions")).isEmpty();

    stand.work();

    JsonNode done = stand.ask(ALICE, path);
    assertThat(done.path("status").stringValue()).isEqualTo("success");
    assertThat(done.path("completed_at").stringValue()).isEqualTo("2026-11-22T12:00:00Z");
    JsonNode all = stand.ask(ALICE, "GET " + view + "/partitions");
    assertThat(all)
        .extracting(one -> one.path("summary").stringValue())
        .containsExactly("- tea\n- coffee", "- water");
    assertThat(stand.ask(ALICE, "GET " + view + "/partitions?session_id=s2")).hasSize(1);
    assertThat(stand.ask(ALICE, "GET " + view + "/partitions?namespace=n")).isEmpty();
    stand.at(RedisAmsStand.NOON.plus(Duration.ofDays(7)));
    assertThat(stand.text(ALICE, path)).startsWith("404");
  }

  @Test
  void a_group_that_nothing_is_in_any_more_says_so() {
    plant();
    String view = view(ALICE, BY_SESSION);
    stand.ask(ALICE, "POST " + view + "/run", "{}");
    stand.work();
    stand.ask(ALICE, "DELETE /v1/long-term-memory?memory_ids=c");

    stand.ask(ALICE, "POST " + view + "/run", "{}");
    stand.work();

    JsonNode one = stand.ask(ALICE, "GET " + view + "/partitions?session_id=s2").path(0);
    assertThat(one.path("empty").booleanValue()).isTrue();
  }

  @Test
  void a_task_of_an_id_that_is_there_is_not_overwritten() {
    String view = view(ALICE, BY_SESSION);
    stand.ask(ALICE, "POST " + view + "/run", "{'task_id': 't'}");

    assertThat(stand.text(ALICE, "POST " + view + "/run", "{'task_id': 't'}"))
        .isEqualTo("409 {\"detail\":\"Task t already exists\"}");
    stand.ask(BOB, "POST " + view(BOB, BY_SESSION) + "/run", "{'task_id': 't'}");
    assertThat(stand.ask(ALICE, "GET /v1/tasks/t").path("view_id").stringValue())
        .isEqualTo(id(view));
  }

  @Test
  void a_view_takes_its_summaries_along() {
    plant();
    String view = view(ALICE, BY_SESSION);
    stand.ask(ALICE, "POST " + view + "/run", "{'task_id': 'late'}");
    stand.ask(ALICE, "POST " + view + "/partitions/run", group("session_id", "s1"));

    assertThat(stand.text(ALICE, "DELETE " + view)).isEqualTo("200 {\"status\":\"ok\"}");
    assertThat(stand.text(ALICE, "DELETE " + view)).isEqualTo("200 {\"status\":\"ok\"}");

    stand.work();
    JsonNode task = stand.ask(ALICE, "GET /v1/tasks/late");
    assertThat(task.path("status").stringValue()).isEqualTo("failed");
    assertThat(task.path("error_message").stringValue())
        .isEqualTo("The view is not there any more");
    assertThat(stand.text(ALICE, "GET " + view + "/partitions"))
        .isEqualTo("404 {\"detail\":\"SummaryView " + id(view) + " not found\"}");
  }

  @Test
  void a_continuous_view_is_made_when_it_is_new_and_when_it_is_old() {
    plant();
    String view =
        view(ALICE, "{'source': 'long_term', 'group_by': ['session_id'], 'continuous': true}");
    stand.work();
    assertThat(stand.ask(ALICE, "GET " + view + "/partitions")).hasSize(2);

    stand.remember(ALICE, "d", "milk", ", 'session_id': 's3'");
    stand.at(RedisAmsStand.NOON.plus(Duration.ofMinutes(10)));
    stand.ask(ALICE, "GET " + view + "/partitions");
    stand.work();
    assertThat(stand.ask(ALICE, "GET " + view + "/partitions")).hasSize(2);

    stand.at(RedisAmsStand.NOON.plus(Duration.ofMinutes(10)).plusNanos(1_000));
    stand.ask(ALICE, "GET " + view + "/partitions");
    stand.work();
    assertThat(stand.ask(ALICE, "GET " + view + "/partitions")).hasSize(3);
  }

  private void plant() {
    stand.remember(ALICE, "a", "tea", ", 'session_id': 's1'");
    stand.remember(ALICE, "b", "coffee", ", 'session_id': 's1'");
    stand.remember(ALICE, "c", "water", ", 'session_id': 's2', 'namespace': 'n'");
    stand.remember(ALICE, "e", "nowhere", "");
    stand.remember(BOB, "x", "secret", ", 'session_id': 's1'");
  }

  private String summary(String who, String more) {
    String view = view(who, "{'source': 'long_term', " + more + "}");
    return stand
        .ask(who, "POST " + view + "/partitions/run", "{'group': {}}")
        .path("summary")
        .stringValue();
  }

  private String view(String who, String body) {
    return VIEWS + "/" + stand.ask(who, "POST " + VIEWS, body).path("id").stringValue();
  }

  private static String id(String view) {
    return view.substring(VIEWS.length() + 1);
  }

  private static String group(String field, String value) {
    return "{'group': {'" + field + "': '" + value + "'}}";
  }
}

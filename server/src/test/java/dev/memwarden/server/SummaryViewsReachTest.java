package dev.memwarden.server;

import static dev.memwarden.server.RedisAmsStand.ALICE;
import static dev.memwarden.server.RedisAmsStand.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.memory.Message;
import dev.memwarden.memory.Summarizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What views are made of under whose authority, with a model and without.
class SummaryViewsReachTest {
  private static final String VIEWS = "/v1/summary-views";
  private static final String BY_USER = "{'source': 'long_term', 'group_by': ['user_id']}";
  private static final String ALL = "{'source': 'long_term'}";

  @TempDir Path folder;

  @Test
  void a_service_sums_up_each_user_and_users_keep_theirs_to_themselves() {
    try (var stand = planted()) {
      String service = stand.key("{'service': 'ingest'}");
      String other = stand.key("{'service': 'other'}");
      String hers = view(stand, ALICE, ALL);
      String its = view(stand, service, BY_USER);
      stand.ask(service, "POST " + its + "/run", "{'task_id': 't'}");
      stand.work();

      assertThat(stand.ask(service, "GET " + its + "/partitions"))
          .extracting(one -> one.path("summary").stringValue())
          .containsExactlyInAnyOrder("- tea\n- trip", "- secret");
      assertThat(stand.ask(service, "GET " + VIEWS)).hasSize(1);
      assertThat(stand.ask(other, "GET " + VIEWS)).isEmpty();
      for (String stranger : List.of(other, BOB)) {
        assertThat(stand.text(stranger, "GET " + hers)).startsWith("404");
        assertThat(stand.text(stranger, "GET " + its)).startsWith("404");
        assertThat(stand.text(stranger, "GET " + its + "/partitions")).startsWith("404");
        assertThat(stand.text(stranger, "GET /v1/tasks/t")).startsWith("404");
      }
      assertThat(stand.text(service, "GET " + hers)).startsWith("404");
    }
  }

  @Test
  void a_key_for_one_namespace_makes_and_sees_no_more_than_that() {
    try (var stand = planted()) {
      String travel = stand.key("{'user': 'alice', 'box': {'label': 'travel'}}");
      String wide = view(stand, ALICE, ALL);
      String narrow = view(stand, travel, ALL);

      assertThat(stand.text(travel, "GET " + wide)).startsWith("404");
      assertThat(summary(stand, travel, narrow)).isEqualTo("- trip");
      // A wider key of the same user makes no more of it.
      assertThat(summary(stand, ALICE, narrow)).isEqualTo("- trip");
      assertThat(summary(stand, ALICE, wide)).isEqualTo("- tea\n- trip");
      assertThat(
              stand.text(
                  ALICE,
                  "POST " + VIEWS,
                  "{'source': 'long_term', 'filters':" + " {'user_id': {'eq': 'bob'}}}"))
          .startsWith("403");
    }
  }

  @Test
  void a_summary_is_withheld_from_who_may_not_read_all_that_it_is_made_of() {
    try (var stand = planted()) {
      String service = stand.key("{'service': 'ingest'}");
      String view = view(stand, service, ALL);
      assertThat(summary(stand, service, view)).isEqualTo("- tea\n- trip\n- secret");
      assertThat(stand.ask(service, "GET " + view + "/partitions")).hasSize(1);

      stand.policy("forbid service:ingest memory:read default/bob");

      assertThat(stand.ask(service, "GET " + view + "/partitions")).isEmpty();
      assertThat(summary(stand, service, view)).isEqualTo("- tea\n- trip");
      assertThat(stand.ask(service, "GET " + view + "/partitions")).hasSize(1);
    }
  }

  @Test
  void what_is_shared_can_be_summed_up_while_it_is_shared() {
    try (var stand = planted()) {
      stand.policy("permit user:bob memory:read default/alice/*/*/travel");
      String others = view(stand, BOB, "{'source': 'long_term', 'filters': {'user_id': 'alice'}}");
      assertThat(summary(stand, BOB, others)).isEqualTo("- trip");
      assertThat(summary(stand, BOB, view(stand, BOB, ALL))).isEqualTo("- secret");
      stand.ask(BOB, "POST " + others + "/run", "{'task_id': 't'}");
      stand.work();
      assertThat(stand.ask(BOB, "GET " + others + "/partitions").at("/0/summary").stringValue())
          .isEqualTo("- trip");

      stand.policy("");

      assertThat(stand.ask(BOB, "GET " + others + "/partitions")).isEmpty();
      assertThat(summary(stand, BOB, others)).isEmpty();
    }
  }

  @Test
  void nothing_is_done_for_a_key_that_was_revoked_meanwhile() {
    try (var stand = planted()) {
      String key = stand.key("{'user': 'alice'}");
      String view = view(stand, key, ALL);
      stand.ask(key, "POST " + view + "/run", "{'task_id': 't'}");
      stand.revoke(key);

      stand.work();

      assertThat(stand.ask(ALICE, "GET " + view + "/partitions")).isEmpty();
      assertThat(stand.ask(ALICE, "GET /v1/tasks/t").path("status").stringValue())
          .isEqualTo("failed");
    }
  }

  @Test
  void a_task_outlives_the_process() {
    String key;
    String view;
    try (var stand = planted()) {
      key = stand.key("{'user': 'alice'}");
      view = view(stand, key, ALL);
      stand.ask(key, "POST " + view + "/run", "{'task_id': 't'}");
    }
    try (var stand = new RedisAmsStand(folder)) {
      stand.work();

      assertThat(stand.ask(key, "GET /v1/tasks/t").path("status").stringValue())
          .isEqualTo("success");
      assertThat(stand.ask(key, "GET " + view + "/partitions")).hasSize(1);
    }
  }

  @Test
  void a_model_gets_the_wish_and_the_memories_of_the_group_alone() {
    List<String> given = new ArrayList<>();
    var answer = new AtomicReference<>(Optional.of("In short: tea."));
    try (var stand = planted(new Model(given, answer))) {
      String view = view(stand, ALICE, "{'source': 'long_term', 'prompt': 'what she drinks'}");

      assertThat(summary(stand, ALICE, view)).isEqualTo("In short: tea.");
      assertThat(given).containsExactly("what she drinks", "tea", "trip");

      // What was said before stays when the model has nothing to say.
      answer.set(Optional.empty());
      assertThat(stand.text(ALICE, "POST " + view + "/partitions/run", "{'group': {}}"))
          .isEqualTo("503 {\"detail\":\"The language model gave no summary\"}");
      stand.ask(ALICE, "POST " + view + "/run", "{'task_id': 't'}");
      stand.work();
      JsonNode task = stand.ask(ALICE, "GET /v1/tasks/t");
      assertThat(task.path("status").stringValue()).isEqualTo("failed");
      assertThat(task.path("error_message").stringValue())
          .isEqualTo("The language model gave no summary");
      assertThat(stand.ask(ALICE, "GET " + view + "/partitions").at("/0/summary").stringValue())
          .isEqualTo("In short: tea.");
    }
  }

  private record Model(List<String> given, AtomicReference<Optional<String>> answer)
      implements Summarizer {

    @Override
    public Optional<String> summarize(String before, List<Message> said) {
      throw new AssertionError("this is no conversation");
    }

    @Override
    public Optional<String> digest(String wish, List<String> remembered) {
      given.add(wish);
      given.addAll(remembered);
      return answer.get();
    }
  }

  private RedisAmsStand planted() {
    return plant(new RedisAmsStand(folder));
  }

  private RedisAmsStand planted(Summarizer summarizer) {
    return plant(new RedisAmsStand(folder, Optional.of(summarizer)));
  }

  private static RedisAmsStand plant(RedisAmsStand stand) {
    stand.remember(ALICE, "a", "tea", "");
    stand.remember(ALICE, "b", "trip", ", 'namespace': 'travel'");
    stand.remember(BOB, "x", "secret", "");
    return stand;
  }

  private static String summary(RedisAmsStand stand, String who, String view) {
    return stand
        .ask(who, "POST " + view + "/partitions/run", "{'group': {}}")
        .path("summary")
        .stringValue();
  }

  private static String view(RedisAmsStand stand, String who, String body) {
    return VIEWS + "/" + stand.ask(who, "POST " + VIEWS, body).path("id").stringValue();
  }
}

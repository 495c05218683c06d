package dev.memwarden.server;

import static dev.memwarden.server.RedisAmsStand.ALICE;
import static dev.memwarden.server.RedisAmsStand.BOB;
import static dev.memwarden.server.RedisAmsStand.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is forgotten by policy, and what is said twice.
class ForgetServedTest extends RedisAmsFixture {
  private static final String FORGET = "POST /v1/long-term-memory/forget";
  private static final String COMPACT = "POST /v1/long-term-memory/compact";

  // Stored 100, 50, 10 and 0 days ago; the first was looked at 5 days ago.
  private void plant() {
    stand.remember(ALICE, "d100", "a", "");
    stand.remember(BOB, "bobs", "b", "");
    stand.remember(ALICE, "pinned", "p", ", 'pinned': true");
    stand.at(NOON.plus(Duration.ofDays(50)));
    stand.remember(ALICE, "d50", "c", ", 'memory_type': 'episodic'");
    stand.at(NOON.plus(Duration.ofDays(90)));
    stand.remember(ALICE, "d10", "d", ", 'namespace': 'n'");
    stand.at(NOON.plus(Duration.ofDays(95)));
    stand.ask(ALICE, "GET /v1/long-term-memory/d100");
    stand.at(NOON.plus(Duration.ofDays(100)));
    stand.remember(ALICE, "d0", "e", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          ''            | {'policy': {}}                                            | 5 |
          ''            | {'policy': {'max_age_days': 100}}                         | 5 |
          ''            | {'policy': {'max_age_days': 99}}                          | 5 | d100
          ''            | {'policy': {'max_age_days': 9}}                           | 5 | d100,d50,d10
          ''            | {'policy': {'max_inactive_days': 9}}                      | 5 | d50,d10
          ''            | {'policy': {'max_age_days': 9, 'max_inactive_days': 9}}   | 5 | d50,d10
          ''            | {'policy': {'max_age_days': 9, 'max_inactive_days': 9, 'hard_age_multiplier': 10}} | 5 | d100,d50,d10
          ''            | {'policy': {'max_age_days': 9, 'memory_type_allowlist': ['episodic']}} | 5 | d50
          ''            | {'policy': {'max_age_days': 9}, 'pinned_ids': ['d50']}    | 5 | d100,d10
          ''            | {'policy': {'budget': 2}}                                 | 5 | d50,d10
          ''            | {'policy': {'budget': 2, 'max_age_days': 60}}             | 5 | d100,d50
          ''            | {'policy': {'budget': 9}}                                 | 5 |
          ?limit=2      | {'policy': {'max_age_days': 9}}                           | 2 | d100
          ?namespace=n  | {'policy': {'max_age_days': 9}}                           | 1 | d10
          ?session_id=s | {'policy': {'max_age_days': 0}}                           | 0 |
          """)
  void policies(String query, String body, int scanned, String gone) {
    plant();
    String ids = gone == null ? "" : "\"" + gone.replace(",", "\",\"") + "\"";
    int deleted = gone == null ? 0 : gone.split(",").length;
    String told = "{\"scanned\":%d,\"deleted\":%d,\"deleted_ids\":[%s],\"dry_run\":%b}";
    String target = FORGET + (query.equals("''") ? "" : query);

    assertThat(stand.text(ALICE, target, body))
        .isEqualTo("200 " + told.formatted(scanned, deleted, ids, true));
    // Counting is not looking.
    assertThat(stand.text(ALICE, COMPACT)).contains("ok, 5 memories remaining");

    String now = target + (target.contains("?") ? "&" : "?") + "dry_run=false";
    assertThat(stand.text(ALICE, now, body))
        .isEqualTo("200 " + told.formatted(scanned, deleted, ids, false));
    assertThat(stand.found(ALICE, "{}")).hasSize(5 - deleted).contains("pinned");
    assertThat(stand.found(BOB, "{}")).containsExactly("bobs");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {}                                   | 422
          {'policy': 7}                        | 422
          {'policy': {'max_age_days': -1}}     | 422
          {'policy': {'max_age_days': '7'}}    | 200
          """)
  void bodies(String body, int status) {
    assertThat(stand.answer(ALICE, FORGET, body).status()).isEqualTo(status);
  }

  @Test
  void nobody_forgets_or_compacts_for_others() {
    plant();
    String all = "{'policy': {'max_age_days': 0}}";

    assertThat(stand.text(BOB, FORGET + "?user_id=alice&dry_run=false", all)).startsWith("403");
    assertThat(stand.text(BOB, COMPACT + "?user_id=alice")).startsWith("403");
    String reader = stand.key("{'user': 'alice', 'actions': ['memory:read']}");
    assertThat(stand.text(reader, FORGET, all)).startsWith("403");
    String travel = stand.key("{'user': 'alice', 'box': {'label': 'n'}}");
    assertThat(stand.ask(travel, FORGET + "?dry_run=false", all).path("deleted").intValue())
        .isOne();
    assertThat(stand.found(ALICE, "{}")).containsExactly("d0", "d50", "pinned", "d100");
  }

  @Test
  void of_what_is_said_twice_one_is_left() {
    for (String id : new String[] {"a1", "a2", "a3"}) {
      stand.ask(
          ALICE,
          "POST /v1/long-term-memory/",
          "{'deduplicate': false, 'memories': [{'id': '" + id + "', 'text': 'tea'}]}");
    }
    stand.ask(ALICE, "PATCH /v1/long-term-memory/a2", "{'pinned': true}");
    stand.remember(ALICE, "elsewhere", "tea", ", 'session_id': 's'");
    stand.remember(ALICE, "other", "Tea", "");
    stand.remember(BOB, "bobs", "tea", "");

    assertThat(stand.text(ALICE, COMPACT))
        .isEqualTo("200 {\"status\":\"ok, 3 memories remaining after compaction\"}");
    assertThat(stand.found(ALICE, "{}")).containsExactly("other", "elsewhere", "a2");
    assertThat(stand.found(BOB, "{}")).containsExactly("bobs");
  }
}

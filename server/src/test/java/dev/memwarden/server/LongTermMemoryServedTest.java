package dev.memwarden.server;

import static dev.memwarden.server.RedisAmsStand.ALICE;
import static dev.memwarden.server.RedisAmsStand.BOB;
import static dev.memwarden.server.RedisAmsStand.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// What clients of the Redis Agent Memory Server do with long-term memory.
class LongTermMemoryServedTest extends RedisAmsFixture {
  private static final String CREATE = "POST /v1/long-term-memory/";
  private static final String SEARCH = "POST /v1/long-term-memory/search";

  @Test
  void what_is_created_is_found_by_its_id() {
    stand.remember(
        ALICE,
        "m1",
        "Met Ann in Rome",
        ", 'topics': ['travel'], 'entities': ['Ann', 'Rome'], 'memory_type': 'episodic',"
            + " 'event_date': '2025-05-01', 'pinned': true, 'session_id': 's1', 'namespace': 'n1',"
            + " 'metadata': {'n': 1.0}, 'extracted_from': ['x']");

    JsonNode memory = stand.ask(ALICE, "GET /v1/long-term-memory/m1");

    assertThat(memory.toString())
        .isEqualTo(
            """
            {"id":"m1","text":"Met Ann in Rome","session_id":"s1","user_id":"alice",\
            "namespace":"n1","pinned":true,"topics":["travel"],"entities":["Ann","Rome"],\
            "discrete_memory_extracted":"t","memory_type":"episodic","extracted_from":["x"],\
            "event_date":"2025-05-01T00:00:00Z","extraction_strategy":"discrete",\
            "extraction_strategy_config":{},"last_accessed":"2026-11-22T12:00:00Z",\
            "created_at":"2026-11-22T12:00:00Z","updated_at":"2026-11-22T12:00:00Z",\
            "access_count":0,"memory_hash":"%s","persisted_at":"2026-11-22T12:00:00Z",\
            "metadata":{"n":1.0}}\
            """
                .formatted(memory.path("memory_hash").stringValue()));
    assertThat(stand.text(BOB, "GET /v1/long-term-memory/m1"))
        .isEqualTo("404 {\"detail\":\"Memory with ID m1 not found\"}");
  }

  @Test
  void a_memory_of_the_same_id_is_replaced() {
    stand.remember(ALICE, "m1", "I love tea", ", 'topics': ['a']");
    stand.at(NOON.plusSeconds(60));
    stand.remember(ALICE, "m1", "I love milk", "");
    stand.remember(ALICE, "m1", "I love milk", ", 'topics': ['b']");

    JsonNode memory = stand.ask(ALICE, "GET /v1/long-term-memory/m1");

    assertThat(memory.path("text").stringValue()).isEqualTo("I love milk");
    assertThat(memory.at("/topics/0").stringValue()).isEqualTo("b");
    assertThat(memory.path("created_at").stringValue()).isEqualTo("2026-11-22T12:00:00Z");
    assertThat(memory.path("updated_at").stringValue()).isEqualTo("2026-11-22T12:01:00Z");
    assertThat(stand.ask(ALICE, SEARCH, "{}").path("total").intValue()).isOne();
  }

  @Test
  void one_that_says_the_same_is_kept_unless_both_are_wanted() {
    stand.remember(ALICE, "m1", "I love tea", "");
    stand.remember(ALICE, "m2", " I love tea ", "");
    stand.remember(ALICE, "m3", "I love tea", ", 'namespace': 'other'");
    assertThat(stand.found(ALICE, "{}")).containsExactly("m3", "m1");

    stand.ask(
        ALICE, CREATE, "{'memories': [{'id': 'm2', 'text': 'I love tea'}], 'deduplicate': false}");
    assertThat(stand.found(ALICE, "{}")).containsExactly("m2", "m3", "m1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {}                                                     | 422 {"detail":[{"type":"missing","loc":["body","memories"],"msg":"Field required","input":null}]}
          {'memories': [{'text': 'a'}]}                          | 422 {"detail":[{"type":"missing","loc":["body","memories",0,"id"],"msg":"Field required","input":null}]}
          {'memories': [{'id': '', 'text': 'a'}]}                | 422 {"detail":[{"type":"value_error","loc":["body","memories",0,"id"],"msg":"Value error, an id has 1 to 256 characters and no control characters","input":null}]}
          {'memories': [{'id': 'a', 'text': ''}]}                | 422 {"detail":[{"type":"value_error","loc":["body","memories"],"msg":"Value error, Memory at index 0 has empty text","input":null}]}
          {'memories': [{'id': 'a', 'text': 'b', 'memory_type': 'x'}]} | 422 {"detail":[{"type":"literal_error","loc":["body","memories",0,"memory_type"],"msg":"Input should be one of 'episodic', 'semantic', 'message'","input":"x"}]}
          {'memories': [{'id': 'a', 'text': 'b', 'user_id': 'bob'}]}   | 403 {"detail":"Insufficient permissions. Out of reach for this credential"}
          {'memories': []}                                       | 200 {"status":"ok"}
          """)
  void creating(String body, String reply) {
    assertThat(stand.text(ALICE, CREATE, body)).isEqualTo(reply);
  }

  @Test
  void all_of_a_batch_is_stored_or_nothing() {
    String body =
        "{'memories': [{'id': 'a', 'text': 'one'}, {'id': 'b', 'text': 'two', 'user_id': 'bob'}]}";

    assertThat(stand.text(ALICE, CREATE, body)).startsWith("403");
    assertThat(stand.ask(ALICE, SEARCH, "{}").path("total").intValue()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {}                                                          | m4 m3 m2 m1
          {'text': ''}                                                | m4 m3 m2 m1
          {'topics': {}}                                              | m4 m3 m2 m1
          {'topics': {'eq': null}}                                    | m4 m3 m2 m1
          {'topics': {'any': ['tea', 'x']}}                           | m1
          {'topics': {'all': ['drinks', 'milk']}}                     | m2
          {'topics': {'eq': 'drinks'}}                                | m2 m1
          {'topics': {'ne': 'drinks'}}                                | m4 m3
          {'topics': {'none': ['tea']}}                               | m4 m3 m2
          {'topics': {'not_in': ['tea', 'milk']}}                     | m4 m3
          {'topics': {'startswith': 'mi'}}                            | m2
          {'entities': {'any': ['Ann']}}                              | m3
          {'entities': {'any': ['ann']}}                              | -
          {'memory_type': {'eq': 'episodic'}}                         | m3
          {'memory_type': {'not_eq': 'semantic'}}                     | m3
          {'memory_type': {'in_': ['episodic', 'message']}}           | m3
          {'memory_type': {'not_in': ['episodic']}}                   | m4 m2 m1
          {'session_id': {'eq': 's1'}}                                | m1
          {'session_id': {'ne': 's1'}}                                | m4 m3 m2
          {'session_id': {'in_': ['s1', 's2']}}                       | m2 m1
          {'namespace': {'eq': 'n1'}}                                 | m3
          {'namespace': {'startswith': 'n'}}                          | m3
          {'namespace': {'ne': 'n1'}}                                 | m4 m2 m1
          {'user_id': {'eq': 'alice'}}                                | m4 m3 m2 m1
          {'user_id': {'any': ['alice', 'bob']}}                      | m4 m3 m2 m1
          {'user_id': {'ne': 'alice'}}                                | -
          {'user_id': {'startswith': 'b'}}                            | -
          {'extraction_strategy': {'eq': 'custom'}}                   | m4
          {'created_at': {'gt': '2026-11-22T12:00:01Z'}}              | m4 m3
          {'created_at': {'gte': '2026-11-22T12:00:01Z'}}             | m4 m3 m2
          {'created_at': {'lt': '2026-11-22T12:00:01'}}               | m1
          {'created_at': {'lte': '2026-11-22 12:00:01Z'}}              | m2 m1
          {'created_at': {'eq': '2026-11-22T13:00:01+01:00'}}         | m2
          {'created_at': {'ne': '2026-11-22T12:00:01Z'}}              | m4 m3 m1
          {'created_at': {'between': ['2026-11-22T12:00:01Z', '2026-11-22T12:00:02Z']}} | m3 m2
          {'event_date': {'gte': '2025-01-01'}}                       | m3
          {'event_date': {'ne': '2025-01-01'}}                        | m4 m3 m2 m1
          {'last_accessed': {'lte': '2026-11-22T12:00:00Z'}}          | m1
          {'topics': {'eq': 'drinks'}, 'session_id': {'eq': 's2'}}    | m2
          {'limit': 2}                                                | m4 m3
          {'limit': '2', 'offset': '2'}                               | m2 m1
          """)
  void filters(String search, String found) {
    plant();

    List<String> wanted = found.equals("-") ? List.of() : List.of(found.split(" "));
    assertThat(stand.found(ALICE, search)).isEqualTo(wanted);
    // The same among what a question finds, in some order; it has been looked at by then.
    String question = "{'text': 'I love tea', " + search.substring(1);
    if (!search.matches(".*(limit|'text'|last_accessed).*")) {
      assertThat(stand.found(ALICE, question.replace(", }", "}")))
          .containsExactlyInAnyOrderElementsOf(wanted);
    }
  }

  private void plant() {
    stand.remember(ALICE, "m1", "I love tea", ", 'topics': ['tea', 'drinks'], 'session_id': 's1'");
    stand.at(NOON.plusSeconds(1));
    stand.remember(
        ALICE, "m2", "I love milk", ", 'topics': ['milk', 'drinks'], 'session_id': 's2'");
    stand.at(NOON.plusSeconds(2));
    stand.remember(
        ALICE,
        "m3",
        "Met Ann in Rome",
        ", 'entities': ['Ann'], 'memory_type': 'episodic', 'event_date': '2025-05-01T10:00:00Z',"
            + " 'namespace': 'n1'");
    stand.at(NOON.plusSeconds(3));
    stand.remember(ALICE, "m4", "Has a dog", ", 'extraction_strategy': 'custom'");
    stand.remember(BOB, "m1", "I love tea", ", 'topics': ['tea', 'drinks'], 'session_id': 's1'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {'topics': {'like': 'x'}}                        | 422 | no operator has this name
          {'topics': {'eq': 'a', 'ne': 'b'}}               | 422 | eq and ne cannot both be set
          {'topics': {'any': ['a'], 'all': ['b']}}         | 422 | any and all cannot both be set
          {'topics': {'startswith': 'a', 'ne': 'b'}}       | 422 | startswith cannot be set with anything else
          {'topics': {'any': []}}                          | 422 | any cannot be an empty list
          {'topics': {'in_': ['a'], 'any': ['a']}}         | 422 | means the same as any; give one of them
          {'topics': {'not_eq': 'a', 'ne': 'a'}}           | 422 | means the same as ne; give one of them
          {'topics': {'none': ['a'], 'not_in': ['a']}}     | 422 | means the same as not_in; give one of them
          {'topics': 'tea'}                                | 422 | Input should be a valid dictionary or object to extract fields from
          {'created_at': {'gt': 'yesterday'}}              | 422 | Input should be a valid datetime
          {'created_at': {'between': ['2025-01-01']}}      | 422 | between needs two times
          {'user_id': {'eq': ''}}                          | 422 | String should have at least 1 character
          {'user_id': {'eq': 'bob'}}                       | 403 | Out of reach for this credential
          {'search_mode': 'fuzzy'}                         | 422 | Input should be one of 'semantic', 'keyword', 'hybrid'
          {'limit': 101}                                   | 422 | Input should be less than or equal to 100
          {'offset': -1}                                   | 422 | Input should be greater than or equal to 0
          {'hybrid_alpha': 1.5}                            | 422 | Input should be between 0.0 and 1.0
          {'text': 'a', 'search_mode': 'keyword', 'distance_threshold': 0.5} | 400 | distance_threshold is only supported for semantic search mode
          """)
  void searches_that_make_no_sense(String search, int status, String why) {
    assertThat(stand.text(ALICE, SEARCH, search)).startsWith(status + " ").contains(why);
  }

  @Test
  void a_question_is_answered_by_meaning_words_or_both() {
    plant();

    JsonNode semantic =
        stand.ask(ALICE, SEARCH, "{'text': 'I love tea', 'recency_boost': false, 'limit': 2}");
    assertThat(RedisAmsStand.ids(semantic.path("memories"))).containsExactly("m1", "m2");
    assertThat(semantic.at("/memories/0/dist").doubleValue()).isBetween(-1e-6, 1e-6);
    assertThat(semantic.at("/memories/0/score").doubleValue()).isBetween(0.999, 1.001);
    assertThat(semantic.at("/memories/0/score_type").stringValue()).isEqualTo("semantic");
    assertThat(semantic.path("total").intValue()).isEqualTo(3);
    assertThat(semantic.path("next_offset").intValue()).isEqualTo(2);

    JsonNode near = stand.ask(ALICE, SEARCH, "{'text': 'I love tea', 'distance_threshold': 0.1}");
    assertThat(RedisAmsStand.ids(near.path("memories"))).containsExactly("m1");
    assertThat(near.path("next_offset").isNull()).isTrue();

    JsonNode keyword =
        stand.ask(
            ALICE, SEARCH, "{'text': 'tea dog', 'search_mode': 'keyword', 'recency_boost': false}");
    assertThat(RedisAmsStand.ids(keyword.path("memories"))).containsExactlyInAnyOrder("m1", "m4");
    assertThat(keyword.at("/memories/0/score").doubleValue()).isEqualTo(1);
    assertThat(keyword.at("/memories/0/dist").doubleValue()).isZero();

    JsonNode hybrid =
        stand.ask(
            ALICE,
            SEARCH,
            "{'text': 'love milk', 'search_mode': 'hybrid', 'hybrid_alpha': 0.5,"
                + " 'recency_boost': false}");
    assertThat(RedisAmsStand.ids(hybrid.path("memories"))).startsWith("m2", "m1");
    assertThat(hybrid.at("/memories/0/score").doubleValue()).isEqualTo(1);
    assertThat(hybrid.at("/memories/0/score_type").stringValue()).isEqualTo("hybrid");
  }

  @Test
  void what_is_new_or_was_looked_at_lately_comes_first_among_what_fits_alike() {
    stand.remember(ALICE, "old", "I love tea", "");
    stand.at(NOON.plus(Duration.ofDays(60)));
    stand.remember(ALICE, "new", "I love tea", ", 'namespace': 'n'");

    assertThat(stand.found(ALICE, "{'text': 'tea'}")).containsExactly("new", "old");

    stand.at(NOON.plus(Duration.ofDays(120)));
    stand.ask(ALICE, "GET /v1/long-term-memory/old");
    stand.remember(ALICE, "other", "unrelated", ""); // what is noted is written before
    assertThat(stand.found(ALICE, "{'text': 'tea', 'recency_novelty_weight': 0, 'limit': 2}"))
        .containsExactly("old", "new");
    JsonNode old = stand.ask(ALICE, "GET /v1/long-term-memory/old");
    assertThat(old.path("access_count").intValue()).isGreaterThan(1);
    assertThat(old.path("created_at").stringValue()).isEqualTo("2026-11-22T12:00:00Z");
  }

  @Test
  void pages_neither_repeat_nor_leave_out_any() {
    for (int i = 0; i < 23; i++) {
      stand.at(NOON.plusSeconds(i * 86_400L));
      stand.remember(ALICE, "m" + i, "tea number " + i, "");
    }
    for (String mode : List.of("semantic", "keyword", "hybrid")) {
      List<String> seen = new ArrayList<>();
      int offset = 0;
      while (true) {
        JsonNode page =
            stand.ask(
                ALICE,
                SEARCH,
                "{'text': 'tea', 'search_mode': '%s', 'limit': 5, 'offset': %d}"
                    .formatted(mode, offset));
        seen.addAll(RedisAmsStand.ids(page.path("memories")));
        if (page.path("next_offset").isNull()) {
          break;
        }
        offset = page.path("next_offset").intValue();
      }
      assertThat(seen).as(mode).hasSize(23).doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {}                                | 400 {"detail":"No fields provided for update"}
          {'text': null, 'x': 1}            | 400 {"detail":"No fields provided for update"}
          {'text': ' '}                     | 422 {"detail":[{"type":"string_too_short","loc":["body","text"],"msg":"String should have at least 1 character","input":" "}]}
          {'user_id': 'bob'}                | 403 {"detail":"Insufficient permissions. Out of reach for this credential"}
          """)
  void edits_that_change_nothing(String body, String reply) {
    stand.remember(ALICE, "m1", "I love tea", "");

    assertThat(stand.text(ALICE, "PATCH /v1/long-term-memory/m1", body)).isEqualTo(reply);
    assertThat(stand.text(BOB, "PATCH /v1/long-term-memory/m1", "{'text': 'stolen'}"))
        .isEqualTo("404 {\"detail\":\"Memory with ID m1 not found\"}");
    assertThat(stand.ask(ALICE, "GET /v1/long-term-memory/m1").path("text").stringValue())
        .isEqualTo("I love tea");
  }

  @Test
  void an_edit_changes_what_it_names() {
    stand.remember(ALICE, "m1", "I love tea", ", 'topics': ['tea'], 'pinned': true");

    JsonNode changed =
        stand.ask(
            ALICE,
            "PATCH /v1/long-term-memory/m1",
            "{'text': 'I love milk', 'session_id': 's2', 'namespace': 'n2', 'pinned': false}");

    assertThat(changed.path("text").stringValue()).isEqualTo("I love milk");
    assertThat(changed.path("session_id").stringValue()).isEqualTo("s2");
    assertThat(changed.path("namespace").stringValue()).isEqualTo("n2");
    assertThat(changed.at("/topics/0").stringValue()).isEqualTo("tea");
    assertThat(changed.path("pinned").booleanValue()).isFalse();
    assertThat(stand.found(ALICE, "{'text': 'milk', 'namespace': {'eq': 'n2'}}"))
        .containsExactly("m1");
    assertThat(stand.found(ALICE, "{'text': 'tea', 'search_mode': 'keyword'}")).isEmpty();
  }

  @Test
  void nothing_is_moved_over_what_another_has() {
    String service = stand.key("{'service': 'ingest'}");
    stand.remember(ALICE, "m1", "I love tea", "");
    stand.remember(BOB, "m1", "I love milk", "");

    assertThat(
            stand.text(
                service, "PATCH /v1/long-term-memory/m1?user_id=alice", "{'user_id': 'bob'}"))
        .isEqualTo("409 {\"detail\":\"Memory with ID m1 cannot be replaced\"}");
    assertThat(stand.ask(BOB, "GET /v1/long-term-memory/m1").path("text").stringValue())
        .isEqualTo("I love milk");

    stand.remember(ALICE, "m2", "I love cake", "");
    JsonNode moved =
        stand.ask(service, "PATCH /v1/long-term-memory/m2?user_id=alice", "{'user_id': 'bob'}");
    assertThat(moved.path("user_id").stringValue()).isEqualTo("bob");
    assertThat(stand.found(ALICE, "{}")).containsExactly("m1");
  }

  @Test
  void a_memory_of_mem0_is_shown_here_too() {
    stand.server().remember(ALICE, "run-1");

    JsonNode found = stand.ask(ALICE, SEARCH, "{'text': 'tea'}");

    assertThat(found.at("/memories/0/text").stringValue()).isEqualTo("tea");
    assertThat(found.at("/memories/0/session_id").stringValue()).isEqualTo("run-1");
    assertThat(found.at("/memories/0/memory_type").stringValue()).isEqualTo("semantic");
  }

  @Test
  void deleting_counts_what_was_there() {
    stand.remember(ALICE, "a b", "one", "");
    stand.remember(ALICE, "c", "two", "");
    stand.remember(BOB, "d", "three", "");

    assertThat(
            stand.text(
                ALICE,
                "DELETE /v1/long-term-memory?memory_ids=a%20b&memory_ids=d&memory_ids=nobodys"))
        .isEqualTo("200 {\"status\":\"ok, deleted 1 memories\"}");
    assertThat(stand.found(ALICE, "{}")).containsExactly("c");
    assertThat(stand.found(BOB, "{}")).containsExactly("d");
    assertThat(stand.text(ALICE, "DELETE /v1/long-term-memory"))
        .isEqualTo("200 {\"status\":\"ok, deleted 0 memories\"}");
  }
}

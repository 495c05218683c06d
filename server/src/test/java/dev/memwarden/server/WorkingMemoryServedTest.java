package dev.memwarden.server;

import static dev.memwarden.server.RedisAmsStand.ALICE;
import static dev.memwarden.server.RedisAmsStand.BOB;
import static dev.memwarden.server.RedisAmsStand.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// What clients of the Redis Agent Memory Server do with working memory.
class WorkingMemoryServedTest extends RedisAmsFixture {
  private static final String S1 = "/v1/working-memory/s1";

  @Test
  void what_is_put_is_got() {
    String body =
        """
        {'messages': [{'role': 'user', 'content': 'I love tea', 'id': 'm1',
                       'created_at': '2026-11-22T11:00:00+01:00'}],
         'memories': [{'id': 'f1', 'text': 'Likes tea', 'topics': ['tea'], 'memory_type': 'semantic'}],
         'data': {'theme': {'dark': true, 'size': 1.50}}, 'context': 'Before: nothing.',
         'long_term_memory_strategy': {'strategy': 'summary', 'config': {'n': 1}},
         'session_id': 'ignored', 'tokens': 99, 'created_at': '1999-01-01T00:00:00Z'}
        """;

    JsonNode put = stand.ask(ALICE, "PUT " + S1, body);

    assertThat(put.path("user_id").stringValue()).isEqualTo("alice");
    assertThat(put.path("session_id").stringValue()).isEqualTo("s1");
    assertThat(put.path("tokens").intValue()).isEqualTo(4 + 3 + 4);
    assertThat(put.path("created_at").stringValue()).isEqualTo("2026-11-22T12:00:00Z");
    assertThat(put.at("/messages/0/created_at").stringValue()).isEqualTo("2026-11-22T10:00:00Z");
    assertThat(put.at("/messages/0/persisted_at").isNull()).isTrue();
    assertThat(put.at("/data/theme/size").decimalValue()).isEqualTo("1.50");
    assertThat(put.at("/memories/0/topics/0").stringValue()).isEqualTo("tea");
    assertThat(put.at("/memories/0/user_id").stringValue()).isEqualTo("alice");
    assertThat(put.at("/long_term_memory_strategy/strategy").stringValue()).isEqualTo("summary");
    assertThat(put.path("context_percentage_total_used").isNull()).isTrue();
    assertThat(stand.ask(ALICE, "GET " + S1)).isEqualTo(put);
  }

  @Test
  void data_that_is_not_set_is_null_to_who_writes_and_empty_to_who_reads() {
    assertThat(stand.ask(ALICE, "PUT " + S1, "{}").path("data").isNull()).isTrue();
    assertThat(stand.ask(ALICE, "GET " + S1).path("data").isObject()).isTrue();
  }

  @Test
  void a_second_put_replaces_the_whole() {
    stand.ask(ALICE, "PUT " + S1, "{'context': 'old', 'data': {'a': 1}, 'ttl_seconds': 60}");
    stand.at(NOON.plusSeconds(59));

    stand.ask(ALICE, "PUT " + S1, "{'messages': [{'role': 'user', 'content': 'new'}]}");
    stand.at(NOON.plusSeconds(3_600));

    JsonNode now = stand.ask(ALICE, "GET " + S1);
    assertThat(now.path("context").isNull()).isTrue();
    assertThat(now.path("data").isEmpty()).isTrue();
    assertThat(now.path("ttl_seconds").isNull()).isTrue();
    assertThat(now.path("messages")).hasSize(1);
    assertThat(now.path("created_at").stringValue()).isEqualTo("2026-11-22T12:00:00Z");
    assertThat(now.path("updated_at").stringValue()).isEqualTo("2026-11-22T12:00:59Z");
  }

  @Test
  void it_is_gone_from_the_very_instant_on_at_which_it_ends() {
    stand.ask(ALICE, "PUT " + S1, "{'ttl_seconds': 60}");

    stand.at(NOON.plusSeconds(60).minusMillis(1));
    assertThat(stand.ask(ALICE, "GET " + S1).path("ttl_seconds").intValue()).isEqualTo(60);

    stand.at(NOON.plusSeconds(60));
    assertThat(stand.text(ALICE, "GET " + S1))
        .isEqualTo("404 {\"detail\":\"Session s1 not found\"}");
    assertThat(stand.text(ALICE, "GET /v1/working-memory/"))
        .isEqualTo("200 {\"sessions\":[],\"total\":0}");
  }

  @Test
  void deleting_is_ok_whether_it_was_there_or_not() {
    stand.ask(ALICE, "PUT " + S1, "{}");

    assertThat(stand.text(ALICE, "DELETE " + S1)).isEqualTo("200 {\"status\":\"ok\"}");
    assertThat(stand.answer(ALICE, "GET " + S1).status()).isEqualTo(404);
    assertThat(stand.text(ALICE, "DELETE " + S1)).isEqualTo("200 {\"status\":\"ok\"}");
  }

  @Test
  void messages_without_a_time_are_warned_of() {
    assertThat(
            stand
                .answer(ALICE, "PUT " + S1, "{'messages': [{'role': 'user', 'content': 'hi'}]}")
                .header("X-Deprecation-Warning"))
        .contains(
            "messages[].created_at will become required in the next major version. Please provide"
                + " timestamps for all messages.");
    assertThat(
            stand
                .answer(
                    ALICE,
                    "PUT " + S1,
                    "{'messages': [{'role': 'user', 'content': 'hi',"
                        + " 'created_at': '2026-11-22T12:05:00Z'}]}")
                .header("X-Deprecation-Warning"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {'messages': [{'role': 'user', 'content': ' ', 'id': 'm1'}]}      | 400 {"detail":"Message content cannot be empty (message ID: m1)"}
          {'messages': [{'role': 'user'}]}                                  | 422 {"detail":[{"type":"missing","loc":["body","messages",0,"content"],"msg":"Field required","input":null}]}
          {'messages': [{'role': 'user', 'content': 'x', 'created_at': '2026-11-22T12:05:01Z'}]} | 422 {"detail":[{"type":"value_error","loc":["body","messages",0,"created_at"],"msg":"Value error, created_at cannot be more than 300 seconds in the future","input":null}]}
          {'messages': {}}                                                  | 422 {"detail":[{"type":"list_type","loc":["body","messages"],"msg":"Input should be a valid list","input":{}}]}
          {'memories': [{'id': 'a'}]}                                       | 422 {"detail":[{"type":"missing","loc":["body","memories",0,"text"],"msg":"Field required","input":null},{"type":"value_error","loc":["body","memories",0,"text"],"msg":"Value error, a memory has an id and a text","input":null}]}
          {'memories': [{'id': 'a', 'text': 'b', 'user_id': 'bob'}]}        | 422 {"detail":[{"type":"value_error","loc":["body","memories",0,"user_id"],"msg":"Value error, differs from that of the working memory","input":null}]}
          {'memories': [{'id': 'a', 'text': 'b', 'topics': ['c,d']}]}       | 422 {"detail":[{"type":"value_error","loc":["body","memories",0,"topics"],"msg":"Value error, no element of topics may have a comma in it","input":null}]}
          {'ttl_seconds': 0}                                                | 422 {"detail":[{"type":"greater_than_equal","loc":["body","ttl_seconds"],"msg":"Input should be greater than or equal to 1","input":0}]}
          {'user_id': 'bob'}                                                | 403 {"detail":"Insufficient permissions. Out of reach for this credential"}
          {'namespace': ''}                                                 | 422 {"detail":[{"type":"value_error","loc":["body","namespace"],"msg":"Value error, an id has 1 to 256 characters and no control characters","input":null}]}
          []                                                                | 422 {"detail":[{"type":"model_attributes_type","loc":["body"],"msg":"Input should be a valid dictionary or object to extract fields from","input":[]}]}
          """)
  void bodies_that_make_no_sense(String body, String reply) {
    assertThat(stand.text(ALICE, "PUT " + S1, body)).isEqualTo(reply);
  }

  @Test
  void ids_may_not_be_most_of_what_is_kept() {
    String ids =
        IntStream.range(0, 1_500)
            .mapToObj(
                i -> "{'role': 'user', 'content': 'x', 'id': '%s%d'}".formatted("漢".repeat(250), i))
            .collect(Collectors.joining(",", "{'messages': [", "]}"));

    assertThat(stand.text(ALICE, "PUT " + S1, ids))
        .startsWith("422 ")
        .contains("its ids are too long");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ?model_name=gpt-5            | literal_error
          ?context_window_max=0        | greater_than_equal
          ?context_window_max=x        | int_parsing
          ?recent_messages_limit=0     | greater_than_equal
          ?user_id=                    | value_error
          """)
  void queries_that_make_no_sense(String query, String type) {
    stand.ask(ALICE, "PUT " + S1, "{}");

    String reply = stand.text(ALICE, "GET " + S1 + query);

    assertThat(reply).startsWith("422 {\"detail\":[{\"type\":\"" + type + "\"");
  }

  @Test
  void a_namespace_that_nobody_names_is_none_or_the_only_one() {
    String put = "PUT " + S1;
    stand.ask(ALICE, put, "{'namespace': 'a', 'context': 'in a'}");
    assertThat(stand.ask(ALICE, "GET " + S1).path("context").stringValue()).isEqualTo("in a");

    stand.ask(ALICE, put, "{'namespace': 'b', 'context': 'in b'}");
    assertThat(stand.answer(ALICE, "GET " + S1).status()).isEqualTo(404);
    assertThat(stand.text(ALICE, "DELETE " + S1)).isEqualTo("200 {\"status\":\"ok\"}");
    assertThat(stand.ask(ALICE, "GET " + S1 + "?namespace=b").path("context").stringValue())
        .isEqualTo("in b");

    stand.ask(ALICE, put, "{'context': 'in none'}");
    assertThat(stand.ask(ALICE, "GET " + S1).path("context").stringValue()).isEqualTo("in none");
    assertThat(stand.ask(ALICE, "GET " + S1 + "?namespace=a").path("namespace").stringValue())
        .isEqualTo("a");
    assertThat(stand.text(ALICE, "GET /v1/working-memory/?namespace=b"))
        .isEqualTo("200 {\"sessions\":[\"s1\"],\"total\":1}");
  }

  @Test
  void what_a_service_put_it_gets_whoever_else_has_such_a_session() {
    String service = stand.key("{'service': 'ingest'}");
    stand.ask(ALICE, "PUT " + S1, "{'context': 'hers'}");
    assertThat(stand.ask(service, "GET " + S1).path("context").stringValue()).isEqualTo("hers");

    stand.ask(service, "PUT " + S1, "{'context': 'its own'}");
    stand.ask(BOB, "PUT " + S1, "{'context': 'his'}");

    JsonNode own = stand.ask(service, "GET " + S1);
    assertThat(own.path("context").stringValue()).isEqualTo("its own");
    assertThat(own.path("user_id").isNull()).isTrue();
    assertThat(stand.ask(service, "GET " + S1 + "?user_id=bob").path("context").stringValue())
        .isEqualTo("his");
    stand.ask(service, "DELETE " + S1);
    assertThat(stand.answer(service, "GET " + S1).status()).isEqualTo(404);
  }

  @Test
  void the_query_names_a_user_where_the_body_does_not() {
    String service = stand.key("{'service': 'ingest'}");

    stand.ask(service, "PUT " + S1 + "?user_id=alice", "{'context': 'hers'}");

    assertThat(stand.ask(ALICE, "GET " + S1).path("context").stringValue()).isEqualTo("hers");
    assertThat(stand.text(service, "PUT " + S1 + "?user_id=alice", "{'user_id': 'bob'}"))
        .startsWith("422");
  }

  @Test
  void a_key_for_one_namespace_means_that_one() {
    String travel = stand.key("{'user': 'alice', 'box': {'label': 'travel'}}");
    stand.ask(ALICE, "PUT " + S1, "{'context': 'in none'}");

    stand.ask(travel, "PUT " + S1, "{'context': 'in travel'}");

    assertThat(stand.ask(travel, "GET " + S1).path("namespace").stringValue()).isEqualTo("travel");
    assertThat(stand.ask(ALICE, "GET " + S1).path("context").stringValue()).isEqualTo("in none");
    assertThat(stand.text(travel, "PUT " + S1, "{'namespace': 'work'}")).startsWith("403");
    assertThat(stand.text(travel, "GET " + S1 + "?namespace=work")).startsWith("403");
    assertThat(stand.text(travel, "GET /v1/working-memory/"))
        .isEqualTo("200 {\"sessions\":[\"s1\"],\"total\":1}");
  }

  @Test
  void what_fills_its_window_loses_its_oldest_messages() {
    // 40 messages of 10 tokens each.
    String put = "PUT " + S1 + "?context_window_max=";

    assertThat(stand.ask(ALICE, put + "572", conversation()).path("messages")).hasSize(40);

    JsonNode shortened = stand.ask(ALICE, put + "571", conversation());
    assertThat(shortened.path("messages")).hasSize(22);
    assertThat(shortened.at("/messages/21/id").stringValue()).isEqualTo("m39");
    assertThat(shortened.path("tokens").intValue()).isEqualTo(220);
    assertThat(shortened.path("context_percentage_total_used").doubleValue()).isBetween(38.0, 39.0);
    assertThat(shortened.path("context_percentage_until_summarization").doubleValue())
        .isBetween(55.0, 56.0);
    assertThat(stand.ask(ALICE, "GET " + S1).path("messages")).hasSize(22);
  }

  @Test
  void the_last_message_stays_however_long_it_is() {
    JsonNode put = stand.ask(ALICE, "PUT " + S1 + "?context_window_max=1", conversation());

    assertThat(put.path("messages")).hasSize(1);
    assertThat(put.at("/messages/0/id").stringValue()).isEqualTo("m39");
  }

  @Test
  void who_reads_gets_what_its_own_window_has_room_for() {
    stand.ask(ALICE, "PUT " + S1, conversation());

    JsonNode some = stand.ask(ALICE, "GET " + S1 + "?context_window_max=105");

    assertThat(some.path("messages")).hasSize(10);
    assertThat(some.at("/messages/0/id").stringValue()).isEqualTo("m30");
    assertThat(stand.ask(ALICE, "GET " + S1 + "?model_name=gpt-4o").path("messages")).hasSize(40);
    assertThat(stand.ask(ALICE, "GET " + S1 + "?recent_messages_limit=3").path("messages"))
        .extracting(message -> message.path("id").stringValue())
        .containsExactly("m37", "m38", "m39");
  }

  @Test
  void the_newest_are_those_that_were_said_last() {
    stand.ask(
        ALICE,
        "PUT " + S1,
        """
        {'messages': [
          {'role': 'user', 'content': 'last', 'created_at': '2026-11-22T11:00:00Z'},
          {'role': 'user', 'content': 'first', 'created_at': '2026-11-22T09:00:00Z'},
          {'role': 'user', 'content': 'second', 'created_at': '2026-11-22T10:00:00Z'}]}
        """);

    assertThat(stand.ask(ALICE, "GET " + S1 + "?recent_messages_limit=2").path("messages"))
        .extracting(message -> message.path("content").stringValue())
        .containsExactly("last", "second");
  }

  private static String conversation() {
    return IntStream.range(0, 40)
        .mapToObj(
            i -> "{'role': 'user', 'content': 'about twenty-four chars', 'id': 'm%d'}".formatted(i))
        .collect(Collectors.joining(",", "{'messages': [", "]}"));
  }
}

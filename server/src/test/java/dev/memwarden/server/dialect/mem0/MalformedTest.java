package dev.memwarden.server.dialect.mem0;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Reply;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class MalformedTest {
  private final Served served = new Served();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          POST /memories | ``                                   | missing               | ["body"]            | Field required
          POST /memories | {                                    | json_invalid          | *                   | JSON decode error
          POST /memories | {"messages":[],"messages":[]}        | json_invalid          | *                   | JSON decode error
          POST /memories | {"messages":[]} {}                   | json_invalid          | *                   | JSON decode error
          POST /memories | {"messages":NaN}                     | json_invalid          | *                   | JSON decode error
          POST /memories | {"messages":[],"user_id":"\\ud800"}   | json_invalid          | *                   | JSON decode error
          POST /memories | {"messages":[],"metadata":{"a":1,"a":2}} | json_invalid      | *                   | JSON decode error
          POST /memories | []                                   | model_attributes_type | ["body"]            | Input should be a valid dictionary or object to extract fields from
          POST /memories | "x"                                  | model_attributes_type | ["body"]            | Input should be a valid dictionary or object to extract fields from
          POST /memories | {}                                   | missing               | ["body","messages"] | Field required
          POST /memories | {"messages":"x"}                     | list_type             | ["body","messages"] | Input should be a valid list
          POST /memories | {"messages":["x"]}                   | model_attributes_type | ["body","messages",0] | Input should be a valid dictionary or object to extract fields from
          POST /memories | {"messages":[{"role":"user"}]}       | missing               | ["body","messages",0,"content"] | Field required
          POST /memories | {"messages":[{"role":"user","content":["x"]}]} | string_type | ["body","messages",0,"content"] | Input should be a valid string
          POST /memories | {"messages":[{"role":"user","content":"\\u0000"}]} | value_error | ["body","messages",0,"content"] | Value error, a text has no U+0000
          POST /memories | {"messages":[],"user_id":1}          | string_type           | ["body","user_id"]  | Input should be a valid string
          POST /memories | {"messages":[],"user_id":null}       | string_type           | ["body","user_id"]  | Input should be a valid string
          POST /memories | {"messages":[],"user_id":["alice"]}  | string_type           | ["body","user_id"]  | Input should be a valid string
          POST /memories | {"messages":[],"user_id":""}         | value_error           | ["body","user_id"]  | Value error, an id has 1 to 256 characters and no control characters
          POST /memories | {"messages":[],"run_id":"a\\tb"}     | value_error           | ["body","run_id"]   | Value error, an id has 1 to 256 characters and no control characters
          POST /memories | {"messages":[],"metadata":[]}        | dict_type             | ["body","metadata"] | Input should be a valid dictionary
          POST /memories | {"messages":[],"infer":"yes"}        | bool_type             | ["body","infer"]    | Input should be a valid boolean
          POST /memories/search | {"query":1}                   | string_type           | ["body","query"]    | Input should be a valid string
          POST /memories/search | {"query":"x","limit":"5"}     | int_type              | ["body","limit"]    | Input should be a valid integer
          POST /memories/search | {"query":"x","limit":0}       | greater_than_equal    | ["body","limit"]    | Input should be greater than or equal to 1
          POST /memories/search | {"query":"x","limit":1001}    | less_than_equal       | ["body","limit"]    | Input should be less than or equal to 1000
          POST /memories/search | {"query":"x","limit":9999999999} | int_type           | ["body","limit"]    | Input should be a valid integer
          POST /chat     | {}                                   | missing               | ["body","message"]  | Field required
          PUT /memories  | {"data":"x"}                         | missing               | ["body","memory_id"] | Field required
          PUT /memories  | {"memory_id":"m1"}                   | missing               | ["body","data"]     | Field required
          PUT /memories  | {"memory_id":"m1","data":" "}        | string_too_short      | ["body","data"]     | String should have at least 1 character
          PUT /memories  | {"memory_id":"m1","id":"m2","data":"x"} | value_error        | ["body","id"]       | Value error, differs from memory_id, which means the same
          PUT /memories  | {"memory_id":"m1","data":"x","text":"y"} | value_error       | ["body","text"]     | Value error, differs from data, which means the same
          GET /memories/alice?limit=x                     | `` | int_parsing        | ["query","limit"]    | Input should be a valid integer, unable to parse string as an integer
          GET /memories/alice?limit=0                     | `` | greater_than_equal | ["query","limit"]    | Input should be greater than or equal to 1
          GET /memories/alice?agent_id=                   | `` | value_error        | ["query","agent_id"] | Value error, an id has 1 to 256 characters and no control characters
          DELETE /memories/m1?user_id=alice&user_id=bob   | `` | value_error        | ["query","user_id"]  | Value error, given twice, and not the same
          """)
  void what_makes_no_sense_is_named(
      String request, String body, String type, String location, String message) {
    Reply reply = served.call("alice", request, body);

    assertThat(reply.status()).isEqualTo(422);
    JsonNode details = reply.json().orElseThrow().get("detail");
    assertThat(details.size()).isEqualTo(1);
    assertThat(details.get(0).propertyNames()).containsExactly("type", "loc", "msg", "input");
    assertThat(details.get(0).get("type").stringValue()).isEqualTo(type);
    assertThat(details.get(0).get("msg").stringValue()).isEqualTo(message);
    assertThat(Json.text(details.get(0).get("loc")))
        .matches(text -> location.equals("*") || text.equals(location));
    assertThat(served.store.rows).isEmpty();
  }

  @Test
  void all_mistakes_are_named_at_once() {
    Reply reply =
        served.call("alice", "POST /memories", "{\"user_id\":1,\"messages\":{},\"infer\":0}");

    assertThat(reply.json().orElseThrow().get("detail").size()).isEqualTo(3);
  }

  @Test
  void what_is_too_long_is_not_sent_back() {
    String text = "x".repeat(32_769);

    Reply reply = served.call("alice", "POST /memories/search", "{\"query\":\"" + text + "\"}");

    assertThat(Served.text(reply))
        .isEqualTo(
            "422 {\"detail\":[{\"type\":\"string_too_long\",\"loc\":[\"body\",\"query\"],"
                + "\"msg\":\"String should have at most 32768 bytes of UTF-8\",\"input\":null}]}");
  }

  @Test
  void a_conversation_has_an_end() {
    String message = "{\"role\":\"user\",\"content\":\"%s\"}".formatted("x".repeat(32_768));
    String long5 = "{\"messages\":[" + String.join(",", Collections.nCopies(5, message)) + "]}";
    String many =
        "{\"messages\":["
            + String.join(",", Collections.nCopies(257, "{\"role\":\"user\",\"content\":\"x\"}"))
            + "]}";

    assertThat(served.call("alice", "POST /memories", long5).status()).isEqualTo(422);
    assertThat(served.call("alice", "POST /memories", many).status()).isEqualTo(422);
  }

  @Test
  void an_id_in_a_path_has_an_end_too() {
    Reply reply = served.call("alice", "GET /memories/" + "x".repeat(257));

    assertThat(Served.text(reply))
        .isEqualTo(
            "422 {\"detail\":[{\"type\":\"value_error\",\"loc\":[\"path\",\"user_id\"],"
                + "\"msg\":\"Value error, an id has 1 to 256 characters and no control characters\","
                + "\"input\":null}]}");
  }

  @Test
  void what_is_not_known_is_ignored() {
    assertThat(served.call("alice", "POST /chat", "{\"message\":\"x\",\"model\":7}").status())
        .isEqualTo(200);
  }
}

package dev.memwarden.server.dialect.mem0;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.http.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalTest {
  private final Served served = new Served();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /chat",
        "POST /memories",
        "POST /memories/search",
        "GET /memories/alice",
        "PUT /memories",
        "DELETE /memories/m1",
        "DELETE /memories/user/alice",
        "GET /graph/relationships/alice",
        "GET /stats/alice",
      })
  void a_credential_comes_before_everything_else(String request) {
    assertThat(Served.text(served.call("", request, "{no json")))
        .isEqualTo("403 {\"detail\":\"Not authenticated\"}");
    assertThat(Served.text(served.call("invalid-key", request, "{no json")))
        .isEqualTo("401 {\"detail\":\"Invalid API key\"}");
  }

  @Test
  void an_empty_key_is_none() {
    Reply reply =
        served.answer(
            "GET",
            "/memories/alice",
            List.of(Map.entry("Host", "localhost"), Map.entry("X-API-Key", "")),
            "");

    assertThat(Served.text(reply)).isEqualTo("403 {\"detail\":\"Not authenticated\"}");
  }

  @Test
  void two_keys_are_none() {
    Reply reply =
        served.answer(
            "GET",
            "/memories/alice",
            List.of(
                Map.entry("Host", "localhost"),
                Map.entry("X-API-Key", "alice"),
                Map.entry("Authorization", "Bearer bob")),
            "");

    assertThat(Served.text(reply))
        .isEqualTo("400 {\"detail\":\"Two different credentials were presented\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          POST /chat                   | {"user_id":"bob","message":"x"} | chat as yourself
          POST /memories               | {"user_id":"bob","messages":[]} | add memories for yourself
          POST /memories/search        | {"user_id":"bob","query":"x"}   | search your own memories
          GET /memories/bob            | ``                              | view your own memories
          PUT /memories                | {"user_id":"bob","memory_id":"m1","data":"x"} | update your own memories
          DELETE /memories/m1?user_id=bob | ``                           | delete your own memories
          DELETE /memories/user/bob    | ``                              | delete your own memories
          GET /graph/relationships/bob | ``                              | view your own relationships
          GET /stats/bob               | ``                              | view your own stats
          GET /memories/Alice          | ``                              | view your own memories
          GET /memories/alice%20       | ``                              | view your own memories
          GET /memories/*              | ``                              | view your own memories
          POST /memories/search        | {"user_id":"*","query":"x"}     | search your own memories
          """)
  void somebody_else_is_named_in_vain(String request, String body, String mayOnly) {
    served.remember("bob", "I love tennis");

    assertThat(Served.text(served.call("alice", request, body)))
        .isEqualTo(
            "403 {\"detail\":\"Access denied: You can only %s (authenticated as 'alice')\"}"
                .formatted(mayOnly));
    assertThat(served.store.rows).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          POST /memories              | {"messages":[]}               | memory:write
          POST /chat                  | {"message":"x"}               | chat
          PUT /memories               | {"memory_id":"m1","data":"x"} | memory:write
          DELETE /memories/m1         | ``                            | memory:delete
          DELETE /memories/user/alice | ``                            | memory:delete
          """)
  void a_key_does_no_more_than_its_ceiling(String request, String body, String action) {
    assertThat(Served.text(served.call("reader", request, body)))
        .isEqualTo(
            "403 {\"detail\":\"Access denied: This credential does not allow %s (authenticated as 'alice')\"}"
                .formatted(action));
  }

  @ParameterizedTest
  @ValueSource(strings = {"service", "admin"})
  void whoever_acts_for_others_names_them(String key) {
    String missing =
        "422 {\"detail\":[{\"type\":\"missing\",\"loc\":[\"body\",\"user_id\"],\"msg\":\"Field required\",\"input\":null}]}";

    assertThat(Served.text(served.call(key, "POST /memories/search", "{\"query\":\"x\"}")))
        .isEqualTo(missing);
    assertThat(Served.text(served.call(key, "POST /chat", "{\"message\":\"x\"}")))
        .isEqualTo(missing);
    assertThat(Served.text(served.call(key, "POST /memories", "{\"messages\":[]}")))
        .isEqualTo(missing);
    served.remember("bob", "I love tennis");
    assertThat(
            served
                .call(key, "GET /memories/bob")
                .json()
                .orElseThrow()
                .get("total_count")
                .intValue())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "GET /nowhere, 404, Not Found",
    "GET /memories/, 404, Not Found",
    "PATCH /memories, 405, Method Not Allowed",
  })
  void what_is_not_there(String request, int status, String detail) {
    assertThat(Served.text(served.call("alice", request)))
        .isEqualTo("%d {\"detail\":\"%s\"}".formatted(status, detail));
  }
}

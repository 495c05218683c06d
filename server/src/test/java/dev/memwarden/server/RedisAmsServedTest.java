package dev.memwarden.server;

import static dev.memwarden.server.TokenServer.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.http.Reply;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What clients of the Redis Agent Memory Server get.
class RedisAmsServedTest {
  private static final String LIST = "GET /v1/working-memory/";
  private static final String ALICE = "Authorization: Bearer key-alice";
  private static final String BOB = "Authorization: Bearer key-bob";

  @TempDir Path folder;

  private TokenServer server;

  @BeforeEach
  void open() {
    server =
        new TokenServer(
            folder,
            Map.of("API_KEYS", "{\"key-alice\": \"alice\", \"key-bob\": \"bob\"}"),
            InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z")));
    for (String session : new String[] {"s1", "s2", "s3"}) {
      begin(ALICE, session);
    }
    begin(BOB, "s1");
  }

  private void begin(String who, String session) {
    assertThat(server.answer("PUT /v1/working-memory/" + session, "{}", who).status())
        .isEqualTo(200);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void health_tells_the_time_to_everybody() {
    assertThat(text(server.answer("GET /v1/health", ""))).isEqualTo("200 {\"now\":1795348800000}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                    | 200 {"sessions":["s1","s2","s3"],"total":3}
          ?limit=2              | 200 {"sessions":["s1","s2"],"total":3}
          ?limit=2&offset=2     | 200 {"sessions":["s3"],"total":3}
          ?offset=9             | 200 {"sessions":[],"total":3}
          ?user_id=alice        | 200 {"sessions":["s1","s2","s3"],"total":3}
          ?namespace=travel     | 200 {"sessions":[],"total":0}
          ?unheard_of=1         | 200 {"sessions":["s1","s2","s3"],"total":3}
          ?user_id=bob          | 403 {"detail":"Insufficient permissions. Out of reach for this credential"}
          ?user_id=Alice        | 403 {"detail":"Insufficient permissions. Out of reach for this credential"}
          ?limit=0              | 422 {"detail":[{"type":"greater_than_equal","loc":["query","limit"],"msg":"Input should be greater than or equal to 1","input":"0"}]}
          ?limit=101            | 422 {"detail":[{"type":"less_than_equal","loc":["query","limit"],"msg":"Input should be less than or equal to 100","input":"101"}]}
          ?offset=x             | 422 {"detail":[{"type":"int_parsing","loc":["query","offset"],"msg":"Input should be a valid integer, unable to parse string as an integer","input":"x"}]}
          ?user_id=a&user_id=b  | 422 {"detail":[{"type":"value_error","loc":["query","user_id"],"msg":"Value error, given twice, and not the same","input":null}]}
          ?namespace=           | 422 {"detail":[{"type":"value_error","loc":["query","namespace"],"msg":"Value error, an id has 1 to 256 characters and no control characters","input":null}]}
          """)
  void a_user_lists_its_own_sessions(String query, String reply) {
    assertThat(text(server.answer(LIST + query, "", ALICE))).isEqualTo(reply);
  }

  @Test
  void another_users_session_of_the_same_name_is_another_one() {
    assertThat(text(server.answer(LIST, "", BOB)))
        .isEqualTo("200 {\"sessions\":[\"s1\"],\"total\":1}");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/working-memory, /v1/working-memory/",
    "/v1/working-memory?limit=2&user_id=a%20b, /v1/working-memory/?limit=2&user_id=a%20b",
  })
  void without_its_slash_the_list_is_elsewhere(String target, String location) {
    Reply reply = server.answer("GET " + target, "");

    assertThat(reply.status()).isEqualTo(307);
    assertThat(reply.header("Location")).contains(location);
    assertThat(reply.bytes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET /v1/health/          | 404 {"detail":"Not Found"}
          GET /v1/nowhere          | 404 {"detail":"Not Found"}
          POST /v1/working-memory/ | 405 {"detail":"Method Not Allowed"}
          POST /v1/working-memory  | 404 {"detail":"Not Found"}
          """)
  void what_is_not_there(String request, String reply) {
    assertThat(text(server.answer(request, "", ALICE))).isEqualTo(reply);
  }
}

package dev.memwarden.server;

import static dev.memwarden.server.TokenServer.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.http.Reply;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What clients of Zep 0.x get.
class ZepServedTest {
  private static final String LIST = "GET /api/v1/sessions";
  private static final String ALICE = "Authorization: Bearer key-alice";
  private static final String BOB = "Authorization: Bearer key-bob";

  @TempDir Path folder;

  private TokenServer server;

  @BeforeEach
  void open() {
    server =
        new TokenServer(
            folder,
            Map.of("API_KEYS", "{\"key-alice\": \"alice\", \"key-bob\": \"<b&b>\"}"),
            InstantSource.fixed(Instant.parse("2026-11-22T12:00:00.120Z")));
    for (String session : new String[] {"s1", "s2", "s3"}) {
      server.remember(ALICE, session);
    }
    server.remember(BOB, "s1");
  }

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /healthz", "GET /healthz/"})
  void health_is_a_dot_for_everybody(String request) {
    Reply reply = server.answer(request, "");

    assertThat(text(reply)).isEqualTo("200 .");
    assertThat(reply.header("Content-Type")).contains("text/plain");
    assertThat(reply.header("X-Zep-Version").orElseThrow()).matches("0\\.27\\.2-\\w+ \\(.+\\)");
  }

  @Test
  void sessions_are_written_as_go_writes_them() {
    Reply reply = server.answer(LIST, "", BOB);

    assertThat(text(reply))
        .matches(
            "200 \\[\\{\"uuid\":\"[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\","
                + "\"id\":1,\"created_at\":\"2026-11-22T12:00:00.12Z\","
                + "\"updated_at\":\"2026-11-22T12:00:00.12Z\",\"deleted_at\":null,"
                + "\"session_id\":\"s1\",\"metadata\":null,"
                + "\"user_id\":\"\\\\u003cb\\\\u0026b\\\\u003e\"}]\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                | 1 s1, 2 s2, 3 s3
          /                 | 1 s1, 2 s2, 3 s3
          ?limit=2          | 1 s1, 2 s2
          ?limit=2&cursor=2 | 3 s3
          ?cursor=3         | ''
          ?limit=0          | 1 s1, 2 s2, 3 s3
          ?limit=           | 1 s1, 2 s2, 3 s3
          """)
  void clients_page_by_the_number_of_the_last_one(String query, String sessions) {
    JsonNode list = server.answer(LIST + query, "", ALICE).json().orElseThrow();

    assertThat(
            String.join(
                ", ",
                list.values().stream()
                    .map(one -> one.path("id") + " " + one.path("session_id").stringValue())
                    .toList()))
        .isEqualTo(sessions);
  }

  @Test
  void uuids_are_one_per_owner_and_session_and_stay() {
    Set<String> uuids = new HashSet<>();
    for (String key : new String[] {ALICE, BOB}) {
      server.answer(LIST, "", key).json().orElseThrow().forEach(one -> uuids.add(uuid(one)));
    }

    assertThat(uuids).hasSize(4);
    assertThat(uuid(server.answer(LIST + "?cursor=2", "", ALICE).json().orElseThrow().get(0)))
        .isIn(uuids);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ?limit=x             | strconv.ParseInt: parsing "x": invalid syntax
          ?cursor=1.5          | strconv.ParseInt: parsing "1.5": invalid syntax
          ?limit=-1            | strconv.ParseInt: parsing "-1": value out of range
          ?cursor=99999999999999999999 | strconv.ParseInt: parsing "99999999999999999999": value out of range
          ?limit=1&limit=2     | bad request: limit given twice, and not the same
          """)
  void mistakes_are_said_in_a_line(String query, String message) {
    assertThat(text(server.answer(LIST + query, "", ALICE))).isEqualTo("400 " + message + "\n");
  }

  @Test
  void what_is_not_there_has_its_own_words() {
    Reply unknown = server.answer("GET /api/v1/nowhere", "", ALICE);
    Reply wrong = server.answer("POST /healthz", "", ALICE);

    assertThat(text(unknown)).isEqualTo("404 404 page not found\n");
    assertThat(unknown.header("Content-Type")).contains("text/plain; charset=utf-8");
    assertThat(unknown.header("X-Zep-Version")).isPresent();
    assertThat(text(wrong)).isEqualTo("405 ");
    assertThat(wrong.header("Allow")).contains("GET");
  }

  private static String uuid(JsonNode session) {
    return session.path("uuid").stringValue();
  }
}

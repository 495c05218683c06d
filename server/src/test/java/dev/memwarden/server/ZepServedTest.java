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

/// What clients of Zep 0.x get of sessions, and how they are told no.
class ZepServedTest {
  private static final String LIST = "GET /api/v1/sessions";
  private static final String ALICE = "Authorization: Bearer key-alice";
  private static final String BOB = "Authorization: Bearer key-bob";

  @TempDir Path folder;

  private TokenServer server;
  private ZepCaller alice;
  private ZepCaller bob;

  @BeforeEach
  void open() {
    server =
        new TokenServer(
            folder,
            Map.of("API_KEYS", "{\"key-alice\": \"alice\", \"key-bob\": \"<b&b>\"}"),
            InstantSource.fixed(Instant.parse("2026-11-22T12:00:00.120Z")));
    alice = new ZepCaller(server, "key-alice");
    bob = new ZepCaller(server, "key-bob");
    for (String session : new String[] {"s1", "s2", "s3"}) {
      alice.json("POST /sessions", "{\"session_id\": \"" + session + "\"}");
    }
    bob.json("POST /sessions", "{\"session_id\": \"s1\", \"metadata\": {\"a\": \"<\"}}");
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
    assertThat(text(server.answer(LIST, "", BOB)))
        .matches(
            "200 \\[\\{\"uuid\":\"[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\","
                + "\"id\":1,\"created_at\":\"2026-11-22T12:00:00.12Z\","
                + "\"updated_at\":\"2026-11-22T12:00:00.12Z\",\"deleted_at\":null,"
                + "\"session_id\":\"s1\",\"metadata\":\\{\"a\":\"\\\\u003c\"\\},\"user_id\":\"\\\\u003cb\\\\u0026b\\\\u003e\"}]\n");
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
  void numbers_are_dense_for_each_caller_and_the_same_everywhere() {
    assertThat(alice.json("GET /sessions/s3").path("id").intValue()).isEqualTo(3);
    assertThat(bob.json("GET /sessions/s1").path("id").intValue()).isEqualTo(1);
    assertThat(alice.json("POST /sessions", "{\"session_id\": \"s4\"}").path("id").intValue())
        .isEqualTo(4);

    assertThat(alice.text("DELETE /sessions/s2/memory")).isEqualTo("200 OK");
    assertThat(alice.each("GET /sessions", "id")).isEqualTo("1, 2, 3");
    assertThat(alice.json("GET /sessions/s3").path("id").intValue()).isEqualTo(2);
  }

  @Test
  void uuids_are_one_per_owner_and_session_and_stay() {
    Set<String> uuids = new HashSet<>();
    for (ZepCaller caller : new ZepCaller[] {alice, bob}) {
      caller.json("GET /sessions").forEach(one -> uuids.add(uuid(one)));
    }

    assertThat(uuids).hasSize(4);
    assertThat(uuid(alice.json("GET /sessions/s3"))).isIn(uuids);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET /sessions?limit=x             |     | strconv.ParseInt: parsing "x": invalid syntax
          GET /sessions?cursor=1.5          |     | strconv.ParseInt: parsing "1.5": invalid syntax
          GET /sessions?limit=-1            |     | strconv.ParseInt: parsing "-1": value out of range
          GET /sessions?cursor=99999999999999999999 | | strconv.ParseInt: parsing "99999999999999999999": value out of range
          GET /sessions?limit=1&limit=2     |     | bad request: limit is given twice, and not the same
          GET /sessions/s1/memory?lastn=-1  |     | strconv.ParseInt: parsing "-1": value out of range
          POST /sessions                    |     | EOF
          POST /sessions                    | x   | invalid character 'x' looking for beginning of value
          POST /sessions                    | {"a" | unexpected EOF
          POST /sessions                    | []  | bad request: body is no JSON object
          POST /sessions                    | {}  | sessionID cannot be empty
          POST /sessions                    | {"session_id": ""} | sessionID cannot be empty
          POST /sessions                    | {"session_id": 1}  | bad request: session_id is no text
          POST /sessions                    | {"session_id": "s9", "metadata": []} | bad request: metadata is no object
          POST /sessions                    | {"session_id": "s1"} | bad request: session already exists with session_id: s1
          POST /user                        | {"user_id": null} | bad request: UserID cannot be empty
          POST /sessions/s1/memory          | {"messages": {}} | bad request: messages is no list
          POST /sessions/s1/memory          | {"messages": [1]} | bad request: messages[0] is no object
          POST /sessions/s1/memory          | {"messages": [{"content": 1}]} | bad request: messages[0].content is no text
          POST /sessions/s1/memory          | {"messages": [{"uuid": "1"}]} | bad request: messages[0].uuid is no UUID
          GET /sessions/s1/messages/1       |     | bad request: message_uuid is no UUID
          POST /sessions/s1/search          | {}  | empty query
          POST /sessions/s1/search          | {"text": "x", "search_scope": "all"} | bad request: search_scope is none of messages, summary
          POST /sessions/s1/search          | {"text": "x", "search_type": "mmr", "mmr_lambda": 2} | bad request: mmr_lambda is no number from 0 to 1
          POST /sessions/s1/search          | {"metadata": {"user": "bob"}} | bad request: metadata.user is no filter
          POST /sessions/s1/search          | {"metadata": {"start_date": "now"}} | bad request: metadata.start_date is no time as of RFC 3339
          """)
  void mistakes_are_said_in_a_line(String request, String body, String message) {
    assertThat(alice.text(request, body == null ? "" : body)).isEqualTo("400 " + message);
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
    assertThat(text(server.answer("GET /api/v1/sessions/none", "", ALICE)))
        .isEqualTo("404 not found\n");
  }

  @Test
  void a_session_grows_by_what_is_attached() {
    alice.json(
        "PATCH /sessions/s1",
        "{\"metadata\": {\"a\": {\"b\": 1, \"c\": [1]}, \"d\": 1, \"system\": {\"x\": 1}}}");
    JsonNode grown =
        alice.json(
            "PATCH /sessions/s1",
            "{\"metadata\": {\"a\": {\"c\": [2], \"e\": {\"system\": 2}}, \"d\": null},"
                + " \"user_id\": \"bob\"}");

    assertThat(grown.path("metadata").toString())
        .isEqualTo("{\"a\":{\"b\":1,\"c\":[2],\"e\":{\"system\":2}},\"d\":null}");
    assertThat(grown.path("user_id").stringValue()).isEqualTo("alice");
    assertThat(alice.json("GET /sessions/s1")).isEqualTo(grown);
    assertThat(bob.json("GET /sessions/s1").path("metadata").toString()).isEqualTo("{\"a\":\"<\"}");
  }

  @Test
  void what_is_attached_does_not_grow_for_ever() {
    String half = "x".repeat(9_000);
    alice.json("PATCH /sessions/s1", "{\"metadata\": {\"a\": \"" + half + "\"}}");

    assertThat(alice.text("PATCH /sessions/s1", "{\"metadata\": {\"b\": \"" + half + "\"}}"))
        .isEqualTo("400 bad request: metadata has more than 16384 bytes");
    assertThat(alice.json("GET /sessions/s1").path("metadata").propertyNames())
        .containsExactly("a");
  }

  private static String uuid(JsonNode session) {
    return session.path("uuid").stringValue();
  }
}

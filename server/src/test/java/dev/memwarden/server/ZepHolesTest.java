package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.http.Reply;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the original leaves open, closed: one test for each. Those about secrets, tokens and where
/// requests come from are in [SharedSecretConfigurationTest], [SharedSecretServedTest] and the
/// tests of the listener.
class ZepHolesTest {
  private static final String UUID = "0b8f6a1e-6c1c-4a52-9d57-3f2f7c0f9a11";
  private static final String OTHER = "1c9f7b2f-7d2d-4b63-8e68-4a3a8d1a0b22";

  @TempDir Path folder;

  private TokenServer server;
  private ZepCaller alice;
  private ZepCaller bob;

  @BeforeEach
  void open() {
    server = new TokenServer(folder, Map.of(), InstantSource.system());
    alice = ZepCaller.user(server, "alice");
    bob = ZepCaller.user(server, "bob");
    for (String uuid : new String[] {UUID, OTHER}) {
      alice.text(
          "POST /sessions/s1/memory",
          "{\"messages\": [{\"uuid\": \"" + uuid + "\", \"content\": \"secret tea\"}]}");
    }
    alice.text("POST /user", "{\"user_id\": \"alice\", \"email\": \"secret@example.org\"}");
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void any_token_lists_everybodys_sessions() {
    assertThat(bob.text("GET /sessions")).isEqualTo("200 []");
    assertThat(bob.text("GET /user")).isEqualTo("200 []");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /sessions/s1",
        "GET /sessions/s1/memory",
        "GET /sessions/s1/memory?lastn=10",
        "GET /sessions/s1/messages",
        "GET /sessions/s1/messages/" + UUID,
        "DELETE /sessions/s1/memory",
        "GET /user/alice",
        "DELETE /user/alice",
        "GET /user/alice/sessions",
      })
  void knowing_an_id_is_enough(String request) {
    String nobodys = request.replace("s1", "s0").replace("alice", "carol");

    assertThat(bob.text(request)).doesNotContain("secret").isEqualTo(bob.text(nobodys));
    assertThat(alice.text("GET /sessions/s1/memory")).contains("secret tea");
    assertThat(alice.text("GET /user/alice")).contains("secret@example.org");
  }

  @Test
  void an_unknown_message_is_a_panic() {
    assertThat(alice.text("GET /sessions/s1/messages/" + UUID.replace('0', '9')))
        .isEqualTo("404 not found");
  }

  @Test
  void a_bad_uuid_is_answered_twice() {
    assertThat(alice.text("GET /sessions/s1/messages/x"))
        .isEqualTo("400 bad request: message_uuid is no UUID");
  }

  @Test
  void a_uuid_in_the_body_beats_the_one_in_the_path() {
    alice.json(
        "PATCH /sessions/s1/messages/" + UUID,
        "{\"uuid\": \"" + OTHER + "\", \"metadata\": {\"a\": 1}}");

    assertThat(alice.text("GET /sessions/s1/messages/" + UUID)).contains("\"metadata\":{\"a\":1}");
    assertThat(alice.text("GET /sessions/s1/messages/" + OTHER)).doesNotContain("metadata");
  }

  @Test
  void the_owner_of_a_session_comes_from_the_body() {
    bob.text("POST /sessions/s1/memory", "{\"messages\": [], \"user_id\": \"alice\"}");
    bob.text(
        "PATCH /sessions/s1", "{\"user_id\": \"alice\", \"metadata\": {\"user_id\": \"alice\"}}");

    assertThat(bob.each("GET /sessions", "user_id")).isEqualTo("bob");
    assertThat(alice.each("GET /sessions", "session_id")).isEqualTo("s1");
  }

  @Test
  void times_come_from_the_body() {
    alice.text(
        "POST /sessions/s2/memory",
        "{\"messages\": [{\"content\": \"x\", \"created_at\": \"1999-01-01T00:00:00Z\"}]}");

    assertThat(alice.text("GET /sessions/s2/memory")).doesNotContain("1999");
  }

  @Test
  void mistakes_of_the_caller_are_faults_of_the_server() {
    assertThat(alice.text("POST /sessions", "{}")).startsWith("400 ");
    assertThat(alice.text("POST /sessions/s1/search", "{}")).startsWith("400 ");
    assertThat(alice.text("GET /sessions/s1/memory?lastn=-1")).startsWith("400 ");
    assertThat(alice.text("GET /sessions/s%00/memory")).startsWith("400 ");
  }

  @Test
  void a_cookie_is_a_credential() {
    Reply reply = server.answer("GET /api/v1/sessions", "", "Cookie: jwt=" + alice.key());

    assertThat(TokenServer.text(reply)).isEqualTo("401 no token found\n");
    assertThat(reply.header("WWW-Authenticate")).isPresent();
  }

  @Test
  void anything_stands_between_bearer_and_token() {
    for (String between : new String[] {"", "x", "  ", "\t"}) {
      assertThat(
              server
                  .answer(
                      "GET /api/v1/sessions", "", "Authorization: Bearer" + between + alice.key())
                  .status())
          .isEqualTo(401);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/admin", "/admin/users", "/admin/sessions?order=x", "/static/x"})
  void a_console_is_open_to_everybody(String path) {
    assertThat(server.answer("GET " + path, "").status()).isEqualTo(404);
  }

  @Test
  void a_filter_is_regular_expressions_and_joins() {
    assertThat(
            alice.text(
                "POST /sessions/s1/search",
                "{\"metadata\": {\"where\": {\"jsonpath\": \"$ ? (@.a like_regex"
                    + " \\\"(a+)+$\\\")\"}}}"))
        .isEqualTo(
            "400 bad request: metadata.where.jsonpath cannot be read: like_regex is not supported,"
                + " at character 20");
  }
}

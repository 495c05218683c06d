package dev.memwarden.server.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.http.RawClient;
import dev.memwarden.server.http.RawClient.Response;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Attacks 4.3, and of 4.9 what concerns one server: paths and hosts that look like others. `/auth`
/// needs a key and `/health` none, so a path that is taken for another shows in the status.
class PathTricksTest {
  @TempDir static Path folder;
  private static Stand stand;

  @BeforeAll
  static void start() {
    stand = Stand.in(folder);
  }

  @AfterAll
  static void stop() {
    stand.close();
  }

  @AfterEach
  void nothing_was_stored_and_the_server_serves() throws IOException {
    stand.isUnharmed();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # as it is
          GET /health                               | 200
          GET /health?x=1&x=2                       | 200
          GET /health?next=/../%2e%2e//auth         | 200
          GET /auth/whoami                          | 401
          # empty and dot segments
          GET //health                              | 400
          GET //auth/whoami                         | 400
          GET /auth//whoami                         | 400
          GET /./health                             | 400
          GET /auth/./whoami                        | 400
          GET /health/../auth/whoami                | 400
          GET /auth/whoami/../../health             | 400
          GET /auth/..                              | 400
          GET /..                                   | 400
          GET /.                                    | 400
          GET /...                                  | 404
          GET /health/..;/auth/whoami               | 404
          # encoded ones
          GET /%2e/health                           | 400
          GET /auth/%2E%2e/health                   | 400
          GET /auth/.%2e/health                     | 400
          GET /health%2f                            | 400
          GET /auth%2fwhoami                        | 400
          GET /auth%2Fwhoami                        | 400
          GET /auth%5cwhoami                        | 400
          GET /auth\\whoami                         | 400
          GET /health/..%5cauth                     | 400
          GET /auth%252fwhoami                      | 404
          GET /%252e%252e/health                    | 404
          GET /%68ealth                             | 200
          GET /auth/who%61mi                        | 401
          GET /auth/whoami%00                       | 400
          GET /health%00.html                       | 400
          GET /health%0a                            | 400
          GET /health%0d%0aX:%20y                   | 400
          GET /health%7f                            | 400
          GET /health%c2%85                         | 400
          # encodings that are none
          GET /health%                              | 400
          GET /health%4                             | 400
          GET /health%zz                            | 400
          GET /health%+1                            | 400
          GET /health%u0061                         | 400
          GET /%ff                                  | 400
          GET /%c0%af                               | 400
          GET /%c0%ae%c0%ae/health                  | 400
          GET /%e0%80%af                            | 400
          GET /%ed%a0%80                            | 400
          GET /%f4%90%80%80                         | 400
          # what only some servers would drop
          GET /health/                              | 404
          GET /auth/whoami/                         | 404
          GET /health.                              | 404
          GET /health%20                            | 404
          GET /health;a=b                           | 404
          GET /auth/whoami;jsessionid=1             | 404
          GET /auth;x/whoami                        | 404
          GET /health.json                          | 404
          GET /HEALTH                               | 404
          GET /Auth/Whoami                          | 404
          GET /auth/whoami%23                       | 404
          GET /auth/whoami%3f                       | 404
          GET /%EF%BD%88ealth                       | 404
          GET /auth/whoami#                         | 400
          GET /health#/auth/whoami                  | 400
          GET /auth/whoami?#                        | 400
          # other forms of a target
          GET http://localhost/health               | 400
          GET HTTP://localhost/auth/whoami          | 400
          GET http://evil.example/health            | 400
          GET https:/health                         | 400
          GET health                                | 400
          GET ?x                                    | 400
          GET *                                     | 400
          OPTIONS *                                 | 400
          CONNECT localhost:80                      | 400
          CONNECT /health                           | 405
          # queries
          GET /health?%                             | 400
          GET /health?a=%zz                         | 400
          GET /health?a=%00                         | 400
          GET /health?a=%ff                         | 400
          GET /memories/bob?user_id=alice           | 401
          """)
  void a_path_is_itself_or_refused(String line, int status) throws IOException {
    try (RawClient client = stand.connect()) {
      client.send(line + " HTTP/1.1\nHost: localhost\nX-API-Key: none\nConnection: close\n\n");

      assertThat(client.readAll()).startsWith("HTTP/1.1 " + status + " ");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/memories/bob",
        "/memories/%62ob",
        "/memories/bob%20",
        "/memories/bob%2e",
        "/memories/Bob",
        "/memories/b%C3%B6b",
        "/memories/alice%252f..%252fbob",
        "/memories/alice;bob",
        "/memories/*",
        "/memories/%2a",
        "/memories/search",
        "/memories/bob?user_id=alice",
        "/memories/bob?agent_id=alice",
      })
  void whoever_is_named_in_a_path_is_not_oneself(String target) throws IOException {
    assertThat(stand.ask("GET " + target + " HTTP/1.1\n" + Stand.ALICE + "\n").status())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET /auth//whoami       | 400 | application/problem+json
          GET /auth/%2e%2e        | 400 | application/problem+json
          GET /auth/nothing       | 404 | application/problem+json
          GET /auth               | 404 | application/problem+json
          GET /auth?x=%           | 400 | application/problem+json
          GET /memories//x        | 400 | application/json
          GET /memories/a/b/c     | 404 | application/json
          GET /nothing            | 404 | application/json
          GET //                  | 400 | application/json
          """)
  void a_refusal_speaks_as_the_dialect_whose_path_it_is(String line, int status, String type)
      throws IOException {
    Response response = stand.ask(line + " HTTP/1.1\nHost: localhost\n\n");

    assertThat(response.status()).isEqualTo(status);
    assertThat(response.has("Content-Type: " + type)).isTrue();
    assertThat(response.body()).contains("\"detail\":\"");
    assertThat(response.body().contains("\"status\":" + status))
        .isEqualTo(type.contains("problem"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-None: 1",
        "Host:",
        "Host: a b",
        "Host: a/b",
        "Host: a@b",
        "Host: a:b",
        "Host: a:",
        "Host: a:123456",
        "Host: a,b",
        "Host: a#b",
        "Host: a?b",
        "Host: [::1",
        "Host: ::1",
        "Host: [::1]x",
        "Host: [evil]",
        "Host: http://localhost",
        "Host: l\u00f6calhost",
        "Host: localhost\nHost: localhost",
        "Host: localhost\nhost: evil.example",
        "Host: localhost\nX: y\nHOST: localhost",
      })
  void a_host_is_one_name_or_address(String field) throws IOException {
    String own = "GET /auth/whoami HTTP/1.1\n" + field + "\nX-API-Key: key-alice\n\n";
    String mem0 = "GET /memories/alice HTTP/1.1\n" + field + "\nX-API-Key: key-alice\n\n";

    assertThat(stand.ask(own).status()).isEqualTo(400);
    assertThat(stand.ask(own).has("Content-Type: application/problem+json")).isTrue();
    assertThat(stand.ask(mem0).body())
        .isEqualTo("{\"detail\":\"Exactly one valid Host header is required\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "localhost:1", "127.0.0.1", "[::1]:8000", "other_tenant"})
  void a_host_chooses_nobody(String host) throws IOException {
    String request = "GET /auth/whoami HTTP/1.1\nHost: %s\nX-API-Key: key-alice\n\n";

    assertThat(stand.ask(request.formatted(host)).body())
        .contains("\"id\":\"alice\"")
        .contains("\"tenant\":\"default\"")
        .doesNotContain(host);
  }

  @Test
  void a_line_longer_than_any_path_is_refused() throws IOException {
    assertThat(stand.ask("GET /" + "a".repeat(9_000) + " HTTP/1.1\nHost: x\n\n").status())
        .isEqualTo(414);
    assertThat(stand.ask("GET /?" + "a&".repeat(101) + " HTTP/1.1\nHost: x\n\n").status())
        .isEqualTo(400);
  }
}

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

/// Attacks 4.6, and the rewriting fields of 4.1: another method or path than the one that was
/// judged.
class MethodTricksTest {
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
  @ValueSource(
      strings = {
        "X-HTTP-Method-Override: DELETE",
        "x-http-method-override: DELETE",
        "X_HTTP_METHOD_OVERRIDE: DELETE",
        "X-HTTP_Method-Override: DELETE",
        "X-HTTP-Method: DELETE",
        "X-Method-Override: DELETE",
        "x_method_override: GET",
        "_method: DELETE",
        "-method: DELETE",
        "X-HTTP-Method-Override:",
        "X-Original-URL: /health",
        "X-Rewrite-URL: /health",
        "X-REWRITE-URL: /health",
        "X_Original_URL: /health",
      })
  void fields_that_stand_for_another_request_are_refused(String field) throws IOException {
    String replies =
        stand.exactly(
            ("GET /memories/alice HTTP/1.1\n" + Stand.ALICE + field + "\n\n" + Stand.store("x"))
                .replace("\n", "\r\n"));

    assertThat(replies).startsWith("HTTP/1.1 400 ").doesNotContain("HTTP/1.1 2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Forwarded-Method: DELETE",
        "X-Forwarded-Uri: /health",
        "X-Forwarded-Prefix: /health",
        "X-Forwarded-Path: /health",
        "X-Original-URI: /health",
        "X-Envoy-Original-Path: /health",
        "X-Method: DELETE",
      })
  void fields_of_proxies_change_nothing(String field) throws IOException {
    Response response = stand.ask("GET /auth/whoami HTTP/1.1\nHost: localhost\n" + field + "\n\n");

    assertThat(response.status()).isEqualTo(401);
  }

  @Test
  void a_parameter_is_no_method() throws IOException {
    stand.ask(Stand.store("kept"));
    String form = "_method=DELETE";

    assertThat(
            stand.ask("GET /memories/alice?_method=DELETE HTTP/1.1\n" + Stand.ALICE + "\n").body())
        .contains("kept");
    assertThat(
            stand
                .ask(
                    "POST /memories/alice HTTP/1.1\n"
                        + Stand.ALICE
                        + "Content-Type: application/x-www-form-urlencoded\nContent-Length: "
                        + form.length()
                        + "\n\n"
                        + form)
                .status())
        .isEqualTo(405);
    assertThat(stand.memories()).contains("kept");
    stand.forget();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          HEAD /auth/whoami           | 405
          OPTIONS /auth/whoami        | 405
          TRACE /auth/whoami          | 405
          CONNECT /auth/whoami        | 405
          BREW /auth/whoami           | 405
          get /auth/whoami            | 405
          Get /auth/whoami            | 405
          GETS /auth/whoami           | 405
          G /auth/whoami              | 405
          PROPFIND /memories/alice    | 405
          PATCH /memories/alice       | 405
          POST /memories/alice        | 405
          DELETE /stats               | 405
          OPTIONS *                   | 400
          CONNECT localhost:443       | 400
          CONNECT                     | 400
          GET! /auth/whoami           | 405
          G(T /auth/whoami            | 400
          """)
  void methods_are_what_they_are(String line, int status) throws IOException {
    try (RawClient client = stand.connect()) {
      client.send(line + " HTTP/1.1\n" + Stand.ALICE + "Connection: close\n\n");

      assertThat(client.readAll()).startsWith("HTTP/1.1 " + status + " ");
    }
  }

  @Test
  void a_wrong_method_is_refused_as_the_dialect_does_and_says_which_are_right() throws IOException {
    Response own = stand.ask("PUT /auth/keys HTTP/1.1\n" + Stand.ALICE + "\n");
    Response mem0 = stand.ask("PATCH /memories HTTP/1.1\n" + Stand.ALICE + "\n");

    assertThat(own.has("Content-Type: application/problem+json")).isTrue();
    assertThat(own.has("Allow: GET, POST")).isTrue();
    assertThat(mem0.body()).isEqualTo("{\"detail\":\"Method Not Allowed\"}");
    assertThat(mem0.has("Allow: POST, PUT")).isTrue();
  }

  // What a client must not read as a body it would take for the next reply.
  @Test
  void a_reply_to_head_has_no_body() throws IOException {
    String replies =
        stand.exactly("HEAD /auth/whoami HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    assertThat(replies).startsWith("HTTP/1.1 405 ").endsWith("\r\n\r\n");
  }
}

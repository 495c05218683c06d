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

/// Attacks 4.8: fields for the next hop only, which take others with them, switch to another
/// protocol, or ask for something in advance.
class HopByHopTest {
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
          keep-alive                        | 200
          Keep-Alive                        | 200
          close                             | 200
          close, TE                         | 200
          Upgrade, HTTP2-Settings           | 200
          keep-alive,,                      | 200
          ''                                | 200
          Authorization, X-API-Key          | 400
          X-API-Key                         | 400
          x-api-key                         | 400
          keep-alive, X-API-Key             | 400
          close,authorization               | 400
          Host                              | 400
          Content-Length                    | 400
          Transfer-Encoding                 | 400
          Cookie                            | 400
          X-Forwarded-For                   | 400
          Connection                        | 400
          keep-alive; X-API-Key             | 400
          "X-API-Key"                       | 400
          close X-API-Key                   | 400
          """)
  void connection_may_name_nothing_that_matters(String value, int status) throws IOException {
    assertThat(ask("Connection: " + value + "\n").status()).isEqualTo(status);
  }

  @Test
  void every_connection_field_counts() throws IOException {
    assertThat(ask("Connection: close\nConnection: X-API-Key\n").status()).isEqualTo(400);
  }

  @Test
  void the_refusal_is_in_the_shape_of_the_dialect() throws IOException {
    Response own = ask("Connection: X-API-Key\n");
    Response mem0 = stand.ask("GET /memories/alice HTTP/1.1\nConnection: X-API-Key\n\n");

    assertThat(own.has("Content-Type: application/problem+json")).isTrue();
    assertThat(mem0.has("Content-Type: application/json")).isTrue();
    assertThat(mem0.body()).startsWith("{\"detail\":\"Connection may only name ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          101-processing            | 417
          100-continue, x           | 417
          100-continue;q=1          | 417
          x                         | 417
          ''                        | 417
          """)
  void nothing_but_to_continue_can_be_expected(String value, int status) throws IOException {
    String replies =
        stand.exactly(
            crlf("GET /auth/whoami HTTP/1.1\n" + Stand.ALICE + "Expect: " + value + "\n\n")
                + crlf(Stand.store("smuggled")));

    assertThat(replies).startsWith("HTTP/1.1 " + status + " ").doesNotContain("HTTP/1.1 200");
  }

  @Test
  void two_expectations_are_none() throws IOException {
    assertThat(ask("Expect: 100-continue\nExpect: 100-continue\n").status()).isEqualTo(417);
  }

  @Test
  void a_client_that_cannot_know_interim_replies_gets_none() throws IOException {
    String replies =
        stand.exactly(
            crlf(
                "GET /memories/alice HTTP/1.0\n"
                    + Stand.ALICE
                    + "Expect: 100-continue\nContent-Length: 2\n\n{}"));

    assertThat(replies).startsWith("HTTP/1.0 200 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection: Upgrade, HTTP2-Settings\nUpgrade: h2c\nHTTP2-Settings: AAMAAABkAAQAAP__\n",
        "Connection: Upgrade\nUpgrade: h2c\n",
        "Connection: Upgrade\nUpgrade: HTTP/2.0\n",
        "Connection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n",
        "Connection: Upgrade\nUpgrade: TLS/1.3\n",
        "Upgrade: h2c\n",
      })
  void no_other_protocol_is_switched_to(String fields) throws IOException {
    try (RawClient client = stand.connect()) {
      for (int i = 0; i < 2; i++) {
        client.send("GET /auth/whoami HTTP/1.1\n" + Stand.ALICE + fields + "\n");

        assertThat(client.read().status()).isEqualTo(200);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PRI * HTTP/2.0\n\nSM\n\n",
        "PRI * HTTP/2.0\n\nSM\n\n\0\0\0\4\0\0\0\0\0",
        "PRI * HTTP/1.1\n\nSM\n\n",
        "PRI / HTTP/2.0\nHost: localhost\n\n",
      })
  void an_http_2_client_is_told_no_and_closed(String preface) throws IOException {
    String replies = stand.exactly(crlf(preface) + crlf(Stand.store("smuggled")));

    assertThat(replies).startsWith("HTTP/1.1 400 ").doesNotContain("HTTP/1.1 200");
  }

  private static Response ask(String fields) throws IOException {
    return stand.ask("GET /auth/whoami HTTP/1.1\n" + Stand.ALICE + fields + "\n");
  }

  private static String crlf(String text) {
    return text.replace("\n", "\r\n");
  }
}

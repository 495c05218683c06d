package dev.memwarden.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.http.RawClient.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How replies stand on the wire, byte by byte: what follows them on the same connection would show
/// where one is too long or too short.
class RepliesOnTheWireTest {
  private static final HttpServer SERVER =
      new HttpServer(HttpConfig.local(0), new Toy().pipeline());
  private static int port;

  @BeforeAll
  static void start() {
    port = SERVER.start();
  }

  @AfterAll
  static void stop() {
    SERVER.stop(Duration.ofSeconds(1));
  }

  @Test
  void every_byte_of_a_reply_is_expected() throws IOException {
    assertThat(all("GET /letters/3 HTTP/1.1\nHost: x\nX-Request-ID: r-1\nConnection: close\n\n"))
        .isEqualTo(
            """
            HTTP/1.1 200 OK
            connection: close
            content-length: 3
            Content-Type: text/plain; charset=utf-8
            X-Content-Type-Options: nosniff
            X-Request-ID: r-1

            xxx\
            """
                .replace("\n", "\r\n"));
  }

  @Test
  void every_byte_of_a_refusal_is_expected() throws IOException {
    assertThat(all("GET /self HTTP/1.1\nHost: x\nX-Request-ID: r-1\nConnection: close\n\n"))
        .isEqualTo(
            """
            HTTP/1.1 401 Unauthorized
            connection: close
            content-length: 4
            Content-Type: text/plain; charset=utf-8
            X-Content-Type-Options: nosniff
            Cache-Control: no-store
            X-Request-ID: r-1
            WWW-Authenticate: Bearer realm="memwarden"

            who?\
            """
                .replace("\n", "\r\n"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 128, 129, 4_096, 100_000, 5_000_000})
  void bodies_of_all_sizes_come_whole_and_in_order(int size) throws IOException {
    try (RawClient client = new RawClient(port)) {
      client.send(letters(size) + letters(7) + letters(size));

      assertThat(client.read().body()).hasSize(size);
      assertThat(client.read().body()).isEqualTo("xxxxxxx");
      assertThat(client.read().body()).hasSize(size);
    }
  }

  @Test
  void a_reply_without_content_has_neither_body_nor_length() throws IOException {
    try (RawClient client = new RawClient(port)) {
      client.send(letters(0) + letters(7));

      Response nothing = client.read();
      assertThat(nothing.status()).isEqualTo(204);
      assertThat(nothing.head().toLowerCase(Locale.ROOT)).doesNotContain("content-length");
      assertThat(client.read().body()).isEqualTo("xxxxxxx");
    }
  }

  @ParameterizedTest
  @CsvSource({"/letters/7, 405", "/nowhere, 404"})
  void a_reply_to_head_has_no_body(String target, int status) throws IOException {
    try (RawClient client = new RawClient(port)) {
      client.send("HEAD " + target + " HTTP/1.1\nHost: x\n\n" + letters(7));

      Response head = client.read();
      assertThat(head.status()).isEqualTo(status);
      assertThat(head.body()).isEmpty();
      assertThat(client.read().body()).isEqualTo("xxxxxxx");
    }
  }

  @Test
  void an_old_client_is_answered_in_its_version_and_kept_if_it_asks() throws IOException {
    try (RawClient client = new RawClient(port)) {
      client.send("GET /letters/7 HTTP/1.0\nHost: x\nConnection: keep-alive\n\n");
      Response first = client.read();
      client.send("GET /letters/7 HTTP/1.0\nHost: x\n\n");
      Response second = client.read();

      assertThat(first.head()).startsWith("HTTP/1.0 200 OK\r\n");
      assertThat(first.has("Connection: keep-alive")).isTrue();
      assertThat(second.body()).isEqualTo("xxxxxxx");
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void a_client_that_asks_first_gets_two_heads_and_one_body() throws IOException {
    try (RawClient client = new RawClient(port)) {
      client.send(
          "POST /notes/alice HTTP/1.1\n"
              + "Host: x\nX-API-Key: key-alice\nContent-Length: 2\nExpect: 100-continue\n\n");
      assertThat(client.read().head()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
      client.send("hi" + letters(7));

      assertThat(client.read().has("Content-Type: application/json")).isTrue();
      assertThat(client.read().body()).isEqualTo("xxxxxxx");
    }
  }

  private static String letters(int count) {
    return "GET /letters/" + count + " HTTP/1.1\nHost: x\n\n";
  }

  private static String all(String request) throws IOException {
    try (RawClient client = new RawClient(port)) {
      return client.send(request).readAll();
    }
  }
}

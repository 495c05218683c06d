package dev.memwarden.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.http.RawClient.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpServerTest {
  private static final int MAX_BODY = 100_000;
  private static final Toy TOY = new Toy();
  private static final HttpServer SERVER =
      new HttpServer(
          HttpConfig.local(0),
          TOY.pipeline(new PipelineConfig(MAX_BODY, TrustedProxies.NONE, false)));
  private static int port;

  @BeforeAll
  static void start() {
    port = SERVER.start();
  }

  @AfterAll
  static void stop() {
    SERVER.stop(Duration.ofSeconds(1));
  }

  @AfterEach
  void the_server_is_still_alive() throws IOException {
    assertThat(ask("GET /self HTTP/1.1\nHost: x\nX-API-Key: key-alice\n\n").status())
        .isEqualTo(200);
  }

  @Test
  void a_continued_header_line_is_refused_even_byte_by_byte() throws IOException {
    String request = "GET /open HTTP/1.1\r\nHost: x\r\nX-A: b\r\n c\r\n\r\n";
    try (RawClient client = new RawClient(port)) {
      for (int i = 0; i < request.length(); i++) {
        client.sendExactly(request.substring(i, i + 1));
      }

      assertThat(client.read().status()).isEqualTo(400);
    }
  }

  @Test
  void a_body_with_indented_lines_is_no_continued_header() throws IOException {
    try (RawClient client = new RawClient(port)) {
      for (int i = 0; i < 2; i++) {
        client.send(
            "POST /notes/alice HTTP/1.1\n"
                + "Host: x\n"
                + "X-API-Key: key-alice\n"
                + "Content-Length: 9\n\n"
                + "{\n"
                + "  \"a\n");

        assertThat(client.read().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void pipelined_requests_are_answered_in_order() throws IOException {
    try (RawClient client = new RawClient(port)) {
      client.send(
          "GET /notes/bob HTTP/1.1\nHost: x\nX-API-Key: key-bob\n\n"
              + "GET /self HTTP/1.1\nHost: x\nX-API-Key: key-alice\n\n"
              + "GET /self HTTP/1.1\nHost: x\nX-API-Key: slow-carol\n\n");

      assertThat(client.read().body()).contains("bob");
      assertThat(client.read().body()).contains("alice");
      assertThat(client.read().body()).contains("carol");
    }
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          /self, key-alice,  user:alice loop
          /self, slow-alice, user:alice virtual
          /open, key-alice,  virtual
          """)
  void what_memory_can_answer_stays_on_the_loop(String target, String key, String body)
      throws IOException {
    assertThat(ask("GET " + target + " HTTP/1.1\nHost: x\nX-API-Key: " + key + "\n\n").body())
        .isEqualTo(body);
  }

  @Test
  void a_declared_length_over_the_limit_is_refused_before_it_comes() throws IOException {
    try (RawClient client = new RawClient(port)) {
      client.send(post("key-alice", "Content-Length: " + (MAX_BODY + 1)));

      Response response = client.read();
      assertThat(response.status()).isEqualTo(413);
      assertThat(response.has("Connection: close")).isTrue();
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void a_chunked_body_over_the_limit_is_refused_while_it_comes() throws IOException {
    String chunk = "2000\n" + "x".repeat(0x2000) + "\n";
    try (RawClient client = new RawClient(port)) {
      client.send(post("key-alice", "Transfer-Encoding: chunked"));
      for (int sent = 0; sent <= MAX_BODY; sent += 0x2000) {
        client.send(chunk);
      }

      assertThat(client.read().status()).isEqualTo(413);
    }
  }

  @Test
  void a_chunked_body_within_the_limit_is_read() throws IOException {
    assertThat(ask(post("slow-alice", "Transfer-Encoding: chunked") + "5\nhello\n0\n\n").status())
        .isEqualTo(200);
    assertThat(TOY.log).contains("alice: 5");
  }

  @Test
  void nobody_waits_for_the_body_of_a_stranger() throws IOException {
    try (RawClient client = new RawClient(port)) {
      client.send(post("wrong", "Content-Length: 90000"));

      assertThat(client.read().status()).isEqualTo(401);
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void a_client_that_asks_first_is_told_to_go_on() throws IOException {
    try (RawClient client = new RawClient(port)) {
      client.send(post("key-alice", "Content-Length: 5\nExpect: 100-continue"));
      assertThat(client.read().status()).isEqualTo(100);
      client.send("hello");

      assertThat(client.read().status()).isEqualTo(200);
    }
  }

  @Test
  void a_stranger_that_asks_first_is_refused_at_once() throws IOException {
    try (RawClient client = new RawClient(port)) {
      client.send(post("wrong", "Content-Length: 5\nExpect: 100-continue"));

      assertThat(client.read().status()).isEqualTo(401);
      assertThat(client.isClosed()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          9000,  '',    414
          1,     40000, 431
          """)
  void heads_are_bounded(int target, String field, int status) throws IOException {
    int length = field.isEmpty() ? 1 : Integer.parseInt(field);
    Response response =
        ask(
            "GET /%s HTTP/1.1\nHost: x\nX-A: %s\n\n"
                .formatted("a".repeat(target), "b".repeat(length)));

    assertThat(response.status()).isEqualTo(status);
  }

  @Test
  void credentials_of_any_text_come_through_as_their_bytes() throws IOException {
    // UTF-8 of "ä", one character per byte.
    Response response = ask("GET /self HTTP/1.1\nHost: x\nX-API-Key: key-\u00c3\u00a4\n\n");

    assertThat(response.body()).isEqualTo("user:\u00c3\u00a4 loop");
  }

  @Test
  void headers_of_a_reply_are_complete() throws IOException {
    Response response = ask("GET /self HTTP/1.1\nHost: x\nX-Request-ID: r-1\n\n");

    assertThat(response.status()).isEqualTo(401);
    assertThat(response.has("X-Request-ID: r-1")).isTrue();
    assertThat(response.has("X-Content-Type-Options: nosniff")).isTrue();
    assertThat(response.has("Cache-Control: no-store")).isTrue();
    assertThat(response.has("WWW-Authenticate: Bearer realm=\"memwarden\"")).isTrue();
    assertThat(response.has("Content-Type: text/plain; charset=utf-8")).isTrue();
  }

  @Test
  void two_servers_stop_on_their_own() throws IOException {
    HttpServer other = new HttpServer(HttpConfig.local(0), TOY.pipeline());
    int itsPort = other.start();
    try (RawClient idle = new RawClient(itsPort)) {
      idle.send("GET /open HTTP/1.1\nHost: x\n\n");
      assertThat(idle.read().status()).isEqualTo(200);

      other.stop(Duration.ofSeconds(5));

      assertThat(idle.isClosed()).isTrue();
    }
  }

  @Test
  void a_request_that_runs_is_answered_before_the_stop()
      throws ExecutionException, IOException, InterruptedException, TimeoutException {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    HttpServer other =
        new HttpServer(
            HttpConfig.local(0),
            new Toy(
                    () -> {
                      running.countDown();
                      await(goOn);
                    })
                .pipeline());
    int itsPort = other.start();
    try (RawClient client = new RawClient(itsPort);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      client.send(post("key-alice", "Content-Length: 5") + "hello");
      await(running);
      Future<?> stopped = threads.submit(() -> other.stop(Duration.ofSeconds(30)));
      goOn.countDown();

      assertThat(client.read().status()).isEqualTo(200);
      assertThat(client.isClosed()).isTrue();
      stopped.get(30, TimeUnit.SECONDS);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static String post(String key, String fields) {
    return "POST /notes/alice HTTP/1.1\nHost: x\nX-API-Key: " + key + "\n" + fields + "\n\n";
  }

  private static Response ask(String request) throws IOException {
    try (RawClient client = new RawClient(port)) {
      return client.send(request).read();
    }
  }
}

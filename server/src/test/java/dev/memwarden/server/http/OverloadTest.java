package dev.memwarden.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.http.RawClient.Response;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What happens at the limits of all connections, requests and bodies together.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OverloadTest {
  private final CountDownLatch running = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final Toy toy = new Toy(this::work);
  private HttpServer server;
  private int port;

  @AfterEach
  void stop() {
    goOn.countDown();
    server.stop(Duration.ofSeconds(1));
  }

  @Test
  void a_request_too_many_is_told_to_come_back() throws IOException, InterruptedException {
    start(new HttpLimits(8_192, minute(), minute(), minute(), 10, OptionalInt.empty(), 1, 1_000));
    try (RawClient first = new RawClient(port);
        RawClient second = new RawClient(port)) {
      first.send(post("5") + "first");
      assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();

      Response busy = second.send(post("5") + "again").read();
      assertThat(busy.status()).isEqualTo(503);
      assertThat(busy.has("Retry-After: 1")).isTrue();
      assertThat(busy.body()).startsWith("{\"toy\":");
      assertThat(second.send("GET /open HTTP/1.1\nHost: x\n\n").read().status()).isEqualTo(200);
      assertThat(second.send("GET /self HTTP/1.1\nHost: x\n\n").read().status()).isEqualTo(401);

      goOn.countDown();
      assertThat(first.read().status()).isEqualTo(200);
      assertThat(second.send(post("5") + "again").read().status()).isEqualTo(200);
    }
    assertThat(toy.log).hasSize(2);
  }

  @Test
  void bodies_that_do_not_fit_beside_others_are_told_to_come_back() throws IOException {
    goOn.countDown();
    start(new HttpLimits(8_192, minute(), minute(), minute(), 10, OptionalInt.empty(), 9, 100));
    try (RawClient first = new RawClient(port)) {
      first.send(post("80\nExpect: 100-continue"));
      assertThat(first.read().status()).isEqualTo(100);
      first.send("x".repeat(60));
      awaitFull();

      first.send("x".repeat(20));
      assertThat(first.read().status()).isEqualTo(200);
    }
    // Everything was given back, also by those that were refused or went away.
    for (int i = 0; i < 5; i++) {
      try (RawClient client = new RawClient(port)) {
        assertThat(client.send(post("100") + "x".repeat(100)).read().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void a_connection_too_many_is_closed_at_once() throws IOException {
    goOn.countDown();
    start(new HttpLimits(8_192, minute(), minute(), minute(), 2, OptionalInt.empty(), 9, 100));
    try (RawClient first = new RawClient(port)) {
      assertThat(isServed(first)).isTrue();
      try (RawClient second = new RawClient(port)) {
        assertThat(isServed(second)).isTrue();
        try (RawClient third = new RawClient(port)) {
          assertThat(isServed(third)).isFalse();
        }
      }
      awaitServed();
      assertThat(isServed(first)).isTrue();
    }
  }

  @Test
  void one_address_can_be_kept_from_taking_all_connections() throws IOException {
    goOn.countDown();
    start(new HttpLimits(8_192, minute(), minute(), minute(), 9, OptionalInt.of(1), 9, 100));
    try (RawClient first = new RawClient(port)) {
      assertThat(isServed(first)).isTrue();
      try (RawClient second = new RawClient(port)) {
        assertThat(isServed(second)).isFalse();
      }
    }
    awaitServed();
  }

  private void start(HttpLimits limits) {
    server = new HttpServer(new HttpConfig("127.0.0.1", 0, limits), toy.pipeline());
    port = server.start();
  }

  // The first body has come in when another does not fit any more.
  private void awaitFull() throws IOException {
    int status = 200;
    while (status == 200) {
      try (RawClient client = new RawClient(port)) {
        status = client.send(post("50") + "x".repeat(50)).read().status();
      }
    }
    assertThat(status).isEqualTo(503);
  }

  private void awaitServed() throws IOException {
    boolean served = false;
    while (!served) {
      try (RawClient client = new RawClient(port)) {
        served = isServed(client);
      }
    }
  }

  private static boolean isServed(RawClient client) throws IOException {
    try {
      return client.send("GET /open HTTP/1.1\nHost: x\n\n").read().status() == 200;
    } catch (SocketException | RawClient.ClosedException _) {
      return false;
    }
  }

  private static String post(String length) {
    return "POST /notes/alice HTTP/1.1\nHost: x\nX-API-Key: key-alice\nContent-Length: "
        + length
        + "\n\n";
  }

  private static Duration minute() {
    return Duration.ofMinutes(1);
  }

  private void work() {
    running.countDown();
    try {
      assertThat(goOn.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}

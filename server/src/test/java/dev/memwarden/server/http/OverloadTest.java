package dev.memwarden.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.http.RawClient.Response;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
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
    start(new HttpLimits(8_192, minute(), minute(), minute(), 10, 10, 1, 1_000));
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
  void whoever_hangs_up_while_it_is_worked_for_takes_no_place_for_ever()
      throws IOException, InterruptedException {
    start(new HttpLimits(8_192, minute(), minute(), minute(), 10, 10, 1, 1_000));
    try (RawClient client = new RawClient(port)) {
      client.send(post("5") + "first");
      assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
    }
    while (server.load().connections() > 0) {
      Thread.onSpinWait();
    }

    goOn.countDown();

    while (server.load().requests() > 0) {
      Thread.onSpinWait();
    }
    assertThat(server.load().bodyBytes()).isZero();
    assertThat(status(5)).isEqualTo(200);
  }

  @Test
  void bodies_that_do_not_fit_beside_others_are_told_to_come_back() throws IOException {
    goOn.countDown();
    start(new HttpLimits(8_192, minute(), minute(), minute(), 10, 10, 9, 100));
    try (RawClient first = holder()) {
      first.send("x".repeat(20));
      assertThat(first.read().status()).isEqualTo(200);
    }
    // Everything was given back, also by those that were refused or went away.
    for (int i = 0; i < 5; i++) {
      assertThat(status(100)).isEqualTo(200);
    }
  }

  @Test
  void a_connection_too_many_is_closed_at_once() throws IOException {
    goOn.countDown();
    start(new HttpLimits(8_192, minute(), minute(), minute(), 2, 2, 9, 100));
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
    start(new HttpLimits(8_192, minute(), minute(), minute(), 9, 1, 9, 100));
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

  // One of whose body 60 bytes are counted, as another of 50 does not fit any more. When that one
  // fits, it came first, and may have kept the 60 out: then all begins again.
  private RawClient holder() throws IOException {
    while (true) {
      RawClient holder = new RawClient(port);
      holder.send(post("80\nExpect: 100-continue"));
      assertThat(holder.read().status()).isEqualTo(100);
      holder.send("x".repeat(60));
      if (status(50) == 503) {
        return holder;
      }
      holder.close();
      while (status(100) != 200) {
        Thread.onSpinWait();
      }
    }
  }

  private int status(int length) throws IOException {
    try (RawClient client = new RawClient(port)) {
      return client.send(post("" + length) + "x".repeat(length)).read().status();
    }
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

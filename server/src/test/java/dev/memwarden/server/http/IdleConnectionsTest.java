package dev.memwarden.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Which connections count as idle, and end.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IdleConnectionsTest {
  private static final String OPEN = "GET /open HTTP/1.1\nHost: x\n\n";

  private final CountDownLatch running = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final Toy toy = new Toy(this::work);
  private HttpServer server;
  private int port;

  @BeforeEach
  void start() {
    HttpLimits limits = HttpLimits.DEFAULT.withIdleTimeout(Duration.ofMillis(200));
    server = new HttpServer(new HttpConfig("127.0.0.1", 0, limits), toy.pipeline());
    port = server.start();
  }

  @AfterEach
  void stop() {
    goOn.countDown();
    server.stop(Duration.ofSeconds(1));
  }

  @Test
  void one_without_another_request_ends() throws IOException {
    try (RawClient idle = new RawClient(port)) {
      assertThat(idle.send(OPEN).read().status()).isEqualTo(200);
      assertThat(idle.isClosed()).isTrue();
    }
  }

  @Test
  void one_whose_request_is_being_worked_on_does_not() throws IOException, InterruptedException {
    try (RawClient working = new RawClient(port)) {
      working.send("POST /notes/alice HTTP/1.1\nHost: x\nX-API-Key: key-alice\n");
      working.send("Content-Length: 4\n\nnote");
      assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
      one_without_another_request_ends(); // so that much time has passed

      goOn.countDown();
      assertThat(working.read().status()).isEqualTo(200);
    }
  }

  @Test
  void one_on_which_replies_are_not_taken_ends() throws IOException {
    String many = OPEN.repeat(1_000);
    try (RawClient deaf = new RawClient(port)) {
      assertThatThrownBy(
              () -> {
                while (true) {
                  deaf.send(many);
                }
              })
          .isInstanceOf(IOException.class);
    }
  }

  private void work() {
    running.countDown();
    try {
      assertThat(goOn.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

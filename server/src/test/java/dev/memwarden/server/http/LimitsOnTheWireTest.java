package dev.memwarden.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Rate;
import dev.memwarden.auth.limit.Limit;
import dev.memwarden.auth.limit.RateLimits;
import dev.memwarden.server.http.RawClient.Response;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A caller with a rate, over a socket.
class LimitsOnTheWireTest {
  private static final long NOON = 43_200_000_000_000L;

  private final Toy toy = new Toy();
  private HttpServer server;
  private int port;

  @BeforeEach
  void start() {
    var limits =
        new RateLimits(Map.of(Limit.KEY, Rate.parseList("2/m")), () -> NOON, new SecureRandom());
    server =
        new HttpServer(
            HttpConfig.local(0),
            toy.pipeline(PipelineConfig.DEFAULT.limiting(limits, LimitFields.ALL)));
    port = server.start();
  }

  @AfterEach
  void stop() {
    server.stop(Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"key-alice", "slow-alice"})
  void every_reply_tells_and_the_one_too_many_says_when(String key) throws IOException {
    try (RawClient client = new RawClient(port)) {
      String request = "GET /self HTTP/1.1\nHost: x\nX-API-Key: " + key + "\n\n";
      for (int left = 1; left >= 0; left--) {
        Response reply = client.send(request).read();
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.has("RateLimit-Policy: \"key-minute\";q=2;w=60")).isTrue();
        assertThat(reply.has("RateLimit: \"key-minute\";r=" + left + ";t=30")).isTrue();
        assertThat(reply.has("X-RateLimit-Remaining: " + left)).isTrue();
        assertThat(reply.head()).doesNotContain("Retry-After");
      }
      Response refused = client.send(request).read();
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.body()).contains("Too many requests");
      assertThat(refused.has("Retry-After: 30")).isTrue();
      assertThat(refused.has("Cache-Control: no-store")).isTrue();
      assertThat(client.send("GET /open HTTP/1.1\nHost: x\n\n").read().status()).isEqualTo(200);
    }
  }

  @Test
  void a_body_that_is_too_large_is_told_so_with_what_is_left() throws IOException {
    try (RawClient client = new RawClient(port)) {
      String head =
          "POST /notes/alice HTTP/1.1\nHost: x\nX-API-Key: key-alice\nContent-Length: 99999999\n\n";

      Response reply = client.send(head).read();

      assertThat(reply.status()).isEqualTo(413);
      assertThat(reply.has("RateLimit-Policy: \"key-minute\";q=2;w=60")).isTrue();
      assertThat(reply.has("RateLimit: \"key-minute\";r=1;t=30")).isTrue();
      assertThat(reply.has("X-RateLimit-Remaining: 1")).isTrue();
    }
  }

  @Test
  void a_body_that_is_not_wanted_is_not_waited_for() throws IOException {
    try (RawClient client = new RawClient(port)) {
      String head =
          "POST /notes/alice HTTP/1.1\nHost: x\nX-API-Key: key-alice\nContent-Length: 2\n\n";
      assertThat(client.send(head + "ab").read().status()).isEqualTo(200);
      Response second = client.send(head + "ab").read();
      assertThat(second.status()).isEqualTo(200);
      assertThat(second.has("X-RateLimit-Remaining: 0")).isTrue();
      assertThat(client.send(head).read().status()).isEqualTo(429);
    }
    assertThat(toy.log).hasSize(2);
  }
}

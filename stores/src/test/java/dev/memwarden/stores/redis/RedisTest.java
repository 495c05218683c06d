package dev.memwarden.stores.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A Redis that takes connections and says nothing.
class RedisTest {
  @ParameterizedTest
  @ValueSource(strings = {"redis", "rediss"})
  void nothing_is_opened_before_there_is_a_question(String scheme) throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Redis redis = Redis.at(at(scheme, silent), System::nanoTime)) {
      silent.setSoTimeout(1);

      assertThatThrownBy(silent::accept).isInstanceOf(SocketTimeoutException.class);
      assertThat(redis.failures()).isZero();
    }
  }

  @Test
  void after_one_that_was_not_answered_others_are_not_even_asked() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Redis redis = Redis.at(at("redis", silent), () -> 0)) {
      for (int i = 1; i <= 3; i++) {
        assertThatThrownBy(() -> redis.ask("answer", client -> client.get("x")))
            .hasMessageContaining(i == 1 ? "does not answer" : "did not answer a moment ago");
        assertThat(redis.failures()).isEqualTo(i);
      }
    }
  }

  private static RedisAddress at(String scheme, ServerSocket server) {
    return RedisAddress.parse(scheme + "://localhost:" + server.getLocalPort());
  }
}

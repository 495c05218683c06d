package dev.memwarden.server.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.limit.AddressLimit;
import dev.memwarden.server.http.RawClient;
import dev.memwarden.server.http.RawClient.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whoever tries keys is slowed down; whoever has one never is, whatever comes from beside it.
class GuessedKeysTest {
  private static final int LIMIT = 3;

  private Stand stand;

  // A clock that stands still: no time pays for more.
  @BeforeEach
  void start(@TempDir Path folder) {
    stand = Stand.in(folder, AddressLimit.perMinute(LIMIT, () -> 0));
  }

  @AfterEach
  void stop() {
    stand.close();
  }

  @Test
  void beyond_the_limit_a_wrong_key_is_told_so_late_in_the_shape_of_the_dialect()
      throws IOException {
    guess(LIMIT);
    long before = System.nanoTime();
    Response own = stand.ask(wrong("/auth/whoami"));
    assertThat(Duration.ofNanos(System.nanoTime() - before))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    assertThat(own.status()).isEqualTo(429);
    assertThat(own.has("Retry-After: 20")).isTrue();
    assertThat(own.has("Content-Type: application/problem+json")).isTrue();
    Response mem0 = stand.ask(wrong("/memories/alice"));
    assertThat(mem0.status()).isEqualTo(429);
    assertThat(mem0.body())
        .isEqualTo("{\"detail\":\"Too many failed authentications; try again later\"}");
  }

  @Test
  void good_keys_from_the_same_address_work_at_once_also_those_never_seen() throws IOException {
    guess(LIMIT);
    List<RawClient> waiting = new ArrayList<>();
    try {
      for (int i = 0; i < 50; i++) {
        waiting.add(stand.connect().send(wrong("/auth/whoami")));
      }
      for (String key : List.of("key-alice", "key-bob", "key-alice")) {
        String good = "GET /auth/whoami HTTP/1.1\nHost: localhost\nX-API-Key: " + key + "\n\n";
        assertThat(stand.ask(good).status()).isEqualTo(200);
      }
      for (RawClient client : waiting) {
        assertThat(client.read().status()).isEqualTo(429);
      }
    } finally {
      for (RawClient client : waiting) {
        client.close();
      }
    }
  }

  @Test
  void a_missing_key_is_no_guess() throws IOException {
    for (int i = 0; i < 2 * LIMIT; i++) {
      Response none = stand.ask("GET /auth/whoami HTTP/1.1\nHost: localhost\n\n");
      assertThat(none.status()).isEqualTo(401);
    }
    guess(LIMIT);
  }

  @Test
  void the_connection_goes_on_after_the_wait_and_what_was_sent_behind_is_answered_in_order()
      throws IOException {
    guess(LIMIT);
    try (RawClient client = stand.connect()) {
      String body = "{\"messages\":[]}";
      client.send(
          "POST /memories HTTP/1.1\nHost: localhost\nX-API-Key: wrong\nContent-Length: "
              + body.length()
              + "\n\n"
              + body
              + "GET /auth/whoami HTTP/1.1\n"
              + Stand.ALICE
              + "\n");
      assertThat(client.read().status()).isEqualTo(429);
      assertThat(client.read().status()).isEqualTo(200);
    }
  }

  private void guess(int times) throws IOException {
    for (int i = 0; i < times; i++) {
      assertThat(stand.ask(wrong("/auth/whoami")).status()).isEqualTo(401);
    }
  }

  private static String wrong(String path) {
    return "GET " + path + " HTTP/1.1\nHost: localhost\nX-API-Key: wrong\n\n";
  }
}

package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.key.AuthorityWatch;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same three servers with a Redis beside the database, by which they wake each other and share
/// rates. Nothing that they promise hangs on it.
final class NodesWithRedisServedTest extends NodesServedTest {
  private static final int ALL = 3;

  @TempDir static Path redisFolder;
  private static RedisPeer redis;

  @BeforeAll
  static void startRedis() throws IOException, InterruptedException {
    redis = RedisPeer.start(redisFolder);
  }

  @AfterAll
  static void stopRedis() {
    if (redis != null) {
      redis.close();
    }
  }

  @Override
  Map<String, String> settings(String masterKey) {
    Map<String, String> settings = new HashMap<>(super.settings(masterKey));
    settings.put("MEMWARDEN_REDIS_URL", redis.url());
    return settings;
  }

  /// A fourth one that asks the database nothing by itself, and whose time stands still: what it
  /// remembers counts until somebody wakes it.
  private TokenServer sleeper() throws IOException {
    return new TokenServer(
        Files.createDirectory(folder.resolve("sleeper")),
        settings(MASTER_KEY),
        feed -> new AuthorityWatch(feed, () -> 0, Duration.ofDays(1)));
  }

  private static Reply ask(TokenServer server, String key) {
    return server.answer("GET /auth/whoami", "", "X-API-Key: " + key);
  }

  // Whoever is shown memory is judged by what the database says; this is answered from memory.
  private static boolean knows(TokenServer server, String key) {
    return ask(server, key).status() == 200;
  }

  private static int admitted(TokenServer server, String key, int times) {
    int admitted = 0;
    for (int i = 0; i < times; i++) {
      admitted += ask(server, key).status() == 200 ? 1 : 0;
    }
    return admitted;
  }

  private static long remaining(TokenServer server, String key) {
    return Long.parseLong(ask(server, key).header("X-RateLimit-Remaining").orElseThrow());
  }

  private static boolean exchanges(TokenServer server) {
    try {
      server.exchangeRates();
      return true;
    } catch (StoreUnavailableException _) {
      return false;
    }
  }

  @Test
  void whoever_is_woken_refuses_at_once_what_another_revoked() throws IOException {
    try (TokenServer sleeper = sleeper()) {
      redis.awaitListeners(ALL + 1);
      String key = one.key("alice", Json.object());
      assertThat(knows(sleeper, key)).isTrue();

      revoke(one, key);

      Patience.await(() -> !knows(sleeper, key));
    }
  }

  @Test
  void whoever_is_woken_follows_a_user_who_was_disabled_and_a_login_that_ended()
      throws IOException {
    try (TokenServer sleeper = sleeper()) {
      redis.awaitListeners(ALL + 1);
      String alice = one.key("alice", Json.object());
      String bob = one.key("bob", Json.object());
      String login = "Authorization: Bearer " + Handshakes.open(one, bob).access();
      assertThat(knows(sleeper, alice)).isTrue();
      assertThat(sleeper.answer("GET /auth/whoami", "", login).status()).isEqualTo(200);

      assertThat(one.answer("POST /auth/logout", "", login).status()).isLessThan(300);
      Patience.await(() -> sleeper.answer("GET /auth/whoami", "", login).status() == 401);
      assertThat(knows(sleeper, alice)).isTrue();
      assertThat(one.administer(Method.POST, "/admin/v1/users/alice/disable").isSuccess()).isTrue();
      Patience.await(() -> !knows(sleeper, alice));
    }
  }

  @Test
  void without_the_redis_everything_goes_on_and_a_revoked_key_ends_in_time()
      throws IOException, InterruptedException {
    String first = one.key("alice", Json.object());
    String second = one.key("alice", Json.object());
    assertThat(allLetIn(first) && allLetIn(second)).isTrue();

    redis.stop();
    try {
      one.remember("X-API-Key: " + first, "s1");
      assertThat(allLetIn(first)).isTrue();
      revoke(one, first);
      endsInTime(server -> letsIn(server, first));
    } finally {
      redis.restart();
    }

    assertThat(allLetIn(second)).isTrue();
    revoke(one, second);
    endsInTime(server -> letsIn(server, second));
  }

  @Test
  void a_redis_that_is_back_wakes_them_again() throws IOException, InterruptedException {
    try (TokenServer sleeper = sleeper()) {
      redis.awaitListeners(ALL + 1);
      redis.stop();
      redis.restart();
      redis.awaitListeners(ALL + 1);

      // What is said first may be lost with a connection of before; nothing is said again.
      String first = one.key("alice", Json.object());
      assertThat(knows(sleeper, first)).isTrue();
      revoke(one, first);
      Patience.await(() -> {
        String next = one.key("alice", Json.object());
        assertThat(knows(sleeper, next)).isTrue();
        revoke(one, next);
        return !knows(sleeper, first);
      });
    }
  }

  @Test
  void what_one_lets_through_counts_at_the_others() {
    String key = one.key("alice", Json.object().put("rate_limit", "5/d"));
    assertThat(admitted(one, key, 3)).isEqualTo(3);
    assertThat(admitted(other, key, 1)).isEqualTo(1);

    one.exchangeRates();
    other.exchangeRates();

    assertThat(admitted(other, key, 5)).isEqualTo(1);
    assertThat(ask(other, key).status()).isEqualTo(429);
    other.exchangeRates();
    assertThat(admitted(third, key, 1)).as("nobody told it yet").isEqualTo(1);
    third.exchangeRates();
    assertThat(admitted(third, key, 5)).isZero();
    assertThat(admitted(one, key, 1)).as("nor did it ask").isEqualTo(1);
    one.exchangeRates();
    assertThat(admitted(one, key, 5)).isZero();
  }

  @Test
  void while_the_redis_is_away_each_counts_by_itself_and_afterwards_together_again()
      throws IOException, InterruptedException {
    String key = one.key("alice", Json.object().put("rate_limit", "5/d"));
    redis.stop();
    try {
      assertThat(admitted(one, key, 9)).isEqualTo(5);
      assertThat(admitted(other, key, 9)).isEqualTo(5);
      assertThatThrownBy(one::exchangeRates).isInstanceOf(StoreUnavailableException.class);
      assertThat(admitted(one, key, 9)).isZero();
    } finally {
      redis.restart();
    }

    String busy = one.key("alice", Json.object().put("rate_limit", "1000000/d"));
    for (TokenServer server : List.of(one, other)) {
      Patience.await(() -> admitted(server, busy, 1) == 1 && exchanges(server));
    }
    String shared = one.key("alice", Json.object().put("rate_limit", "1000/d"));
    assertThat(admitted(one, shared, 50)).isEqualTo(50);
    one.exchangeRates();
    assertThat(admitted(other, shared, 1)).isEqualTo(1);
    other.exchangeRates();
    assertThat(remaining(other, shared)).isLessThanOrEqualTo(1000 - 50);
  }
}

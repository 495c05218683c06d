package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.http.Json;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/// Attack 3.4: a key that was proved once is remembered. Whoever has most of it has nothing, and it
/// is judged like any other each time.
class RememberedKeysTest {
  private static final InetAddress INSIDE = InetAddress.ofLiteral("10.1.2.3");
  private static final InetAddress OUTSIDE = InetAddress.ofLiteral("11.1.2.3");
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int SECRET = 21; // where it begins
  private static final int CHECK = 64; // where what is computed begins
  // The same for longer than any digest or prefix of it could be.
  private static final String LONG = "k".repeat(200);

  @TempDir Path folder;

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-22T12:00:00Z"));
  private TokenServer server;

  @BeforeEach
  void open() {
    server =
        new TokenServer(folder, Map.of("API_KEYS", "{\"" + LONG + "1\": \"alice\"}"), now::get);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private int ask(InetAddress from, String request, String key) {
    return server.answerTo(from, request, "", "X-API-Key: " + key).status();
  }

  private int whoami(String key) {
    return ask(INSIDE, "GET /auth/whoami", key);
  }

  /// The same key but for one character of its secret, with a check that fits.
  private static String altered(String key, int at) {
    char other = key.charAt(at) == 'x' ? 'y' : 'x';
    String text = key.substring(0, at) + other + key.substring(at + 1, CHECK);
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.US_ASCII));
    StringBuilder check = new StringBuilder();
    for (long rest = crc.getValue(); check.length() < 6; rest /= 62) {
      check.append(DIGITS.charAt((int) (rest % 62)));
    }
    return text + check.reverse();
  }

  @Test
  void whoever_has_all_of_it_but_one_character_has_nothing() {
    String key = server.key("alice", Json.object());
    assertThat(whoami(key)).isEqualTo(200);
    for (int at = SECRET; at < CHECK; at++) {
      assertThat(whoami(altered(key, at))).as("%d", at).isEqualTo(401);
      assertThat(whoami(key)).isEqualTo(200);
    }
  }

  @Test
  void a_text_that_begins_or_ends_like_a_configured_one_is_another() {
    assertThat(whoami(LONG + "1")).isEqualTo(200);
    for (String near : new String[] {LONG, LONG + "2", LONG + "11", "k" + LONG + "1"}) {
      assertThat(whoami(near)).as(near).isEqualTo(401);
    }
    assertThat(whoami(LONG + "1")).isEqualTo(200);
  }

  @Test
  void its_networks_actions_rate_and_end_hold_each_time() {
    ObjectNode wish = Json.object().put("rate_limit", "4/h").put("expires_in", "2h");
    wish.putArray("networks").add("10.0.0.0/8");
    wish.putArray("actions").add("memory:read");
    String key = server.key("alice", wish);

    assertThat(ask(INSIDE, "GET /memories/alice", key)).isEqualTo(200);
    assertThat(ask(OUTSIDE, "GET /memories/alice", key)).isIn(401, 403);
    assertThat(ask(INSIDE, "DELETE /memories/user/alice", key)).isEqualTo(403);
    assertThat(ask(INSIDE, "GET /memories/bob", key)).isEqualTo(403);
    assertThat(ask(INSIDE, "GET /memories/alice", key)).isEqualTo(200);
    assertThat(ask(INSIDE, "GET /memories/alice", key)).isEqualTo(429);
    now.updateAndGet(instant -> instant.plus(Duration.ofHours(2).minusMillis(1)));
    assertThat(ask(INSIDE, "GET /memories/alice", key)).isEqualTo(200);
    now.updateAndGet(instant -> instant.plusMillis(1));
    assertThat(ask(INSIDE, "GET /memories/alice", key)).isEqualTo(401);
  }
}

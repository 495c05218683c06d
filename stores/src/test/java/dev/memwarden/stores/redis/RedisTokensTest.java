package dev.memwarden.stores.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.Secret;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.key.ForeignToken;
import dev.memwarden.auth.key.Tag;
import dev.memwarden.auth.slow.BcryptHash;
import dev.memwarden.auth.slow.SlowHash;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/// Tokens in the layout of Redis AMS, in a real Redis.
class RedisTokensTest {
  private static final String SHOWN =
      "$2b$04$abcdefghijklmnopqrstuuXW5JZg9aMqUYNJxQVUKvcx/Agx.PPZe";
  private static final String OTHER =
      "$2a$12$abcdefghijklmnopqrstuuXW5JZg9aMqUYNJxQVUKvcx/Agx.PPZe";
  private static final SlowHash HASH = BcryptHash.read(SHOWN);
  private static final Tag TAG = Tag.parse("k1:" + "ab".repeat(32));
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir Path folder;

  private RedisServer server;
  private Jedis client;
  private Redis redis;
  private RedisTokens tokens;
  private long nanos;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    server = RedisServer.start(folder);
    client = server.client();
    redis = Redis.at(server.address(), () -> nanos);
    tokens = new RedisTokens(redis, () -> NOON);
  }

  @AfterEach
  void stop() {
    if (server != null) {
      redis.close();
      client.close();
      server.close();
    }
  }

  private void put(String shown, String end) {
    client.set(
        "auth_token:" + shown,
        "{\"description\":\"CI\",\"created_at\":\"2025-07-10T18:30:00Z\",\"expires_at\":"
            + end
            + ",\"token_hash\":\""
            + shown
            + "\"}");
  }

  @Test
  void all_hashes_are_found_among_very_many_other_keys() {
    for (int i = 0; i < 3_000; i++) {
      client.hset("memory_idx:" + i, "text", "x");
    }
    put(SHOWN, "null");
    put(OTHER, "null");
    client.set("auth_token:broken", "{}");
    client.set("auth_tokens:list", "no token");

    assertThat(tokens.hashes())
        .containsOnlyKeys(HASH, BcryptHash.read(OTHER))
        .allSatisfy((_, tag) -> assertThat(tag).isEmpty());
    assertThat(tokens.all()).hasSize(3);
  }

  @Test
  void a_token_is_what_is_there_now() {
    put(SHOWN, "\"2027-01-01T00:00:00Z\"");
    assertThat(tokens.find(HASH))
        .contains(
            new ForeignToken(
                HASH,
                Optional.of("CI"),
                Optional.of(Instant.parse("2025-07-10T18:30:00Z")),
                Optional.of(Instant.parse("2027-01-01T00:00:00Z"))));

    client.del("auth_token:" + SHOWN);
    assertThat(tokens.find(HASH)).isEmpty();
    assertThat(tokens.hashes()).isEmpty();
  }

  @Test
  void a_token_ends_when_redis_lets_it_go() {
    put(SHOWN, "null");
    client.pexpire("auth_token:" + SHOWN, Duration.ofMinutes(10).toMillis());

    assertThat(tokens.find(HASH).orElseThrow().expiresAt().orElseThrow())
        .isBetween(NOON.plusSeconds(590), NOON.plusSeconds(600));
    client.pexpire("auth_token:" + SHOWN, 0);
    assertThat(tokens.find(HASH)).isEmpty();
  }

  @Test
  void a_record_that_names_another_hash_is_no_token() {
    put(SHOWN, "null");
    client.rename("auth_token:" + SHOWN, "auth_token:" + OTHER);

    assertThat(tokens.find(BcryptHash.read(OTHER))).isEmpty();
  }

  @Test
  void notes_are_kept_beside_and_change_no_token() {
    put(SHOWN, "null");
    client.pexpire("auth_token:" + SHOWN, 600_000);
    String before = client.get("auth_token:" + SHOWN);
    assertThat(tokens.hashes()).containsEntry(HASH, Optional.empty());

    tokens.note(HASH, TAG);

    assertThat(tokens.hashes()).isEqualTo(Map.of(HASH, Optional.of(TAG)));
    assertThat(client.get("auth_token:" + SHOWN)).isEqualTo(before);
    assertThat(client.pttl("auth_token:" + SHOWN)).isPositive();
    client.hset(RedisTokens.NOTES, SHOWN, "no tag");
    assertThat(tokens.hashes()).containsEntry(HASH, Optional.empty());
  }

  @Test
  void notes_about_tokens_that_are_gone_go_with_the_next_one() {
    put(SHOWN, "null");
    client.hset(RedisTokens.NOTES, OTHER, TAG.toString());
    assertThat(tokens.hashes()).containsOnlyKeys(HASH);

    tokens.note(HASH, TAG);

    assertThat(client.hkeys(RedisTokens.NOTES)).containsExactly(SHOWN);
  }

  @Test
  void whoever_may_only_read_can_use_tokens_all_the_same() {
    put(SHOWN, "null");
    client.aclSetUser("reader", "on", ">open", "~*", "+@read", "+ping", "+client", "+hello");
    RedisAddress address = server.address();
    try (Redis reading =
        Redis.at(
            new RedisAddress(
                false,
                address.host(),
                address.port(),
                Optional.of("reader"),
                Optional.of(Secret.of("open")),
                0),
            () -> nanos)) {
      RedisTokens read = new RedisTokens(reading, () -> NOON);

      assertThat(read.hashes()).containsOnlyKeys(HASH);
      assertThat(read.find(HASH)).isPresent();
      assertThatThrownBy(() -> read.note(HASH, TAG)).isInstanceOf(StoreUnavailableException.class);
      assertThat(read.find(HASH)).isPresent();
    }
  }

  /// Attack 7.1: an answer that is not known is none; nobody waits long, and it mends by itself.
  @Test
  void a_redis_that_is_away_is_said_so_and_answers_again_when_it_is_back()
      throws IOException, InterruptedException {
    put(SHOWN, "null");
    assertThat(tokens.find(HASH)).isPresent();
    server.stop();

    assertThatThrownBy(() -> tokens.find(HASH))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageNotContaining(RedisServer.PASSWORD);
    assertThatThrownBy(() -> tokens.hashes()).isInstanceOf(StoreUnavailableException.class);
    assertThat(redis.failures()).isEqualTo(2);

    server.restart();
    nanos += Duration.ofMillis(249).toNanos();
    assertThatThrownBy(() -> tokens.find(HASH))
        .as("is let be for a moment")
        .isInstanceOf(StoreUnavailableException.class);
    nanos += Duration.ofMillis(1).toNanos();
    assertThat(tokens.find(HASH)).as("it came back empty").isEmpty();
  }

  @Test
  void one_that_was_never_there_stops_no_start() {
    try (Redis nowhere = Redis.at(RedisAddress.parse("redis://127.0.0.1:1/0"), () -> nanos)) {
      RedisTokens none = new RedisTokens(nowhere, () -> NOON);

      assertThatThrownBy(none::hashes).isInstanceOf(StoreUnavailableException.class);
    }
  }

  @Test
  void one_that_speaks_no_tls_is_not_spoken_to_without() {
    try (Redis secured =
        Redis.at(
            RedisAddress.parse("rediss://127.0.0.1:" + server.address().port()), () -> nanos)) {
      RedisTokens none = new RedisTokens(secured, () -> NOON);

      assertThatThrownBy(none::hashes)
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageNotContaining("NOAUTH");
    }
  }

  @Test
  void a_wrong_password_is_an_answer_that_is_not_known_and_is_not_told() {
    try (Redis wrong =
        Redis.at(
            RedisAddress.parse("redis://:wrong-one@127.0.0.1:" + server.address().port() + "/0"),
            () -> nanos)) {
      RedisTokens none = new RedisTokens(wrong, () -> NOON);

      assertThatThrownBy(none::hashes)
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageNotContaining("wrong-one");
    }
  }
}

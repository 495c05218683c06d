package dev.memwarden.stores.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.limit.SharedCounts.Charge;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/// Counts in a real Redis, by its clock.
class RedisCountsTest {
  private static final long ALICE = 0x5eed_0000_0000_0001L;
  private static final long BOB = -ALICE;
  private static final Duration SPAN = Duration.ofMillis(100);

  @TempDir Path folder;

  private RedisServer server;
  private Redis redis;
  private RedisCounts counts;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    server = RedisServer.start(folder);
    redis = Redis.at(server.address(), System::nanoTime);
    counts = new RedisCounts(redis);
  }

  @AfterEach
  void stop() {
    if (server != null) {
      redis.close();
      server.close();
    }
  }

  private static Charge charge(long id, long seconds) {
    return new Charge(id, Duration.ofSeconds(seconds).toNanos());
  }

  private Duration owed(long id, long seconds) {
    return Duration.ofNanos(counts.add(List.of(charge(id, seconds)), SPAN).getFirst());
  }

  @Test
  void what_is_added_is_owed_by_everybody() {
    RedisCounts others = new RedisCounts(redis);

    assertThat(owed(ALICE, 100)).isBetween(Duration.ofSeconds(99), Duration.ofSeconds(100));
    assertThat(Duration.ofNanos(others.add(List.of(charge(ALICE, 50)), SPAN).getFirst()))
        .isBetween(Duration.ofSeconds(120), Duration.ofSeconds(150));
    assertThat(owed(BOB, 10)).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(10));
  }

  @Test
  void what_was_let_through_during_the_span_may_be_paid_for_already() {
    Charge little = new Charge(ALICE, Duration.ofMillis(40).toNanos());

    assertThat(counts.add(List.of(little), SPAN).getFirst()).isNegative();
    assertThat(counts.add(List.of(little), Duration.ZERO).getFirst()).isPositive();
  }

  @Test
  void several_are_answered_in_their_order_and_some_are_taken_back() {
    List<Long> owed =
        counts.add(List.of(charge(1, 300), charge(2, 100), charge(3, 200)), Duration.ZERO);

    assertThat(owed.stream().map(nanos -> Math.round(nanos / 1e9)))
        .containsExactly(300L, 100L, 200L);
    assertThat(owed(1, -299)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void the_rate_of_a_day_is_kept_exactly_and_until_it_is_paid_for() {
    long day = Duration.ofDays(1).toSeconds();
    assertThat(owed(ALICE, day)).isBetween(Duration.ofSeconds(day - 2), Duration.ofDays(1));

    try (Jedis client = server.client()) {
      String key = RedisCounts.PREFIX + Long.toHexString(ALICE);
      assertThat(client.pttl(key))
          .isBetween(
              Duration.ofSeconds(day - 60).toMillis(), Duration.ofSeconds(day + 1).toMillis());
      assertThat(client.get(key)).matches("[0-9]{16}");
    }
  }

  @Test
  void no_key_stays_for_ever() {
    List<Long> _ =
        counts.add(LongStream.range(0, 500).mapToObj(id -> new Charge(id, id)).toList(), SPAN);

    try (Jedis client = server.client()) {
      assertThat(client.keys(RedisCounts.PREFIX + "*"))
          .hasSize(500)
          .allSatisfy(key -> assertThat(client.pttl(key)).isBetween(1L, 1_500L));
    }
  }

  @Test
  void a_redis_that_is_away_is_said_so() throws InterruptedException {
    server.stop();

    assertThatThrownBy(() -> owed(ALICE, 1)).isInstanceOf(StoreUnavailableException.class);
  }
}

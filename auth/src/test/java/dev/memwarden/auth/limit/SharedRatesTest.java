package dev.memwarden.auth.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.Callers;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Rate;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.limit.Admission.Admitted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Rates of several servers that tell each other.
class SharedRatesTest {
  private static final Identity ALICE = Callers.identity("user:alice");
  private static final Identity BOB = Callers.identity("user:bob");
  private static final Duration PERIOD = Duration.ofMillis(100);

  private long now = Long.MAX_VALUE - 5; // such clocks wrap around
  private final Common counts = new Common();

  /// By the same rules as a Redis, with the clock of the test.
  private final class Common implements SharedCounts {
    final List<Charge> told = new ArrayList<>();
    private final Map<Long, Long> paidUntil = new HashMap<>();
    boolean down;

    @Override
    public List<Long> add(List<Charge> charges, Duration span) {
      if (down) {
        throw new StoreUnavailableException("down");
      }
      told.addAll(charges);
      return charges.stream().map(charge -> owed(charge, span.toNanos())).toList();
    }

    private long owed(Charge charge, long span) {
      long before = paidUntil.getOrDefault(charge.id(), now - span);
      long paid = now + Math.max(before - now, -span) + charge.nanos();
      paidUntil.put(charge.id(), paid);
      return paid - now;
    }
  }

  private RateLimits server(String rate) {
    return RateLimits.shared(Map.of(Limit.USER, Rate.parseList(rate)), () -> now, new Random(7));
  }

  private static int admitted(RateLimits server, Identity who, int times) {
    int admitted = 0;
    for (int i = 0; i < times; i++) {
      admitted += server.admit(who, Callers.HOME) instanceof Admitted ? 1 : 0;
    }
    return admitted;
  }

  private void later(Duration time) {
    now += time.toNanos();
  }

  @Test
  void what_one_server_let_through_another_does_not() {
    RateLimits first = server("10/m");
    RateLimits second = server("10/m");
    assertThat(admitted(first, ALICE, 6)).isEqualTo(6);
    assertThat(admitted(second, ALICE, 1)).isEqualTo(1);

    first.exchange(counts);
    second.exchange(counts);

    assertThat(admitted(second, ALICE, 20)).isEqualTo(3);
    assertThat(admitted(second, BOB, 20)).as("somebody else").isEqualTo(10);
  }

  /// The bound of what is let through too much, and that it is paid for.
  @Test
  void before_they_are_told_each_has_a_burst_and_then_all_wait_until_it_is_paid_for() {
    RateLimits first = server("10/m");
    RateLimits second = server("10/m");
    assertThat(admitted(first, ALICE, 50) + admitted(second, ALICE, 50)).isEqualTo(20);
    first.exchange(counts);
    second.exchange(counts);
    later(PERIOD);

    // Whoever did not hear it at first does as soon as it lets one through.
    int more = 0;
    for (int i = 0; i < 1_200; i++) {
      more += admitted(first, ALICE, 1) + admitted(second, ALICE, 1);
      first.exchange(counts);
      second.exchange(counts);
      later(PERIOD);
    }
    // Two minutes have a burst and twenty more, of which twenty were taken at once.
    assertThat(20 + more).isBetween(29, 31);
  }

  @ParameterizedTest
  @CsvSource({"100/s:1, 2", "100/s, 3", "600/m:5, 2", "20/s:2, 4"})
  void over_any_long_time_the_rate_holds_however_many_servers_there_are(String text, int number) {
    Rate rate = Rate.parse(text);
    List<RateLimits> servers = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      servers.add(server(text));
    }
    int seconds = 60;
    int admitted = 0;
    for (int step = 0; step < seconds * 200; step++) {
      for (RateLimits server : servers) {
        admitted += admitted(server, ALICE, 1);
        if (step % 20 == 0) {
          server.exchange(counts);
        }
      }
      later(Duration.ofMillis(5));
    }
    int allowed = seconds * rate.count() / rate.per().seconds();
    assertThat(admitted)
        .isGreaterThan(allowed * 9 / 10)
        .isLessThan(allowed * 21 / 20 + number * rate.burst());
  }

  @ParameterizedTest
  @ValueSource(strings = {"100/s:1", "10/s:3", "600/m", "50/s:50"})
  void a_server_alone_lets_through_what_it_would_without(String rate) {
    RateLimits alone =
        new RateLimits(
            Map.of(Limit.USER, Rate.parseList(rate)), () -> now, RandomGenerator.getDefault());
    RateLimits sharing = server(rate);
    Random random = new Random(20261126);

    for (int step = 0; step < 20_000; step++) {
      later(Duration.ofNanos(random.nextLong(Duration.ofMillis(25).toNanos())));
      assertThat(admitted(sharing, ALICE, 1)).isEqualTo(admitted(alone, ALICE, 1));
      if (random.nextInt(10) == 0) {
        sharing.exchange(counts);
      }
    }
  }

  @Test
  void what_was_given_back_is_told_to_nobody() {
    RateLimits server =
        RateLimits.shared(
            Map.of(Limit.USER, Rate.parseList("5/m"), Limit.TENANT, Rate.parseList("2/m")),
            () -> now,
            new Random(7));
    assertThat(admitted(server, ALICE, 4)).isEqualTo(2);

    server.exchange(counts);

    assertThat(counts.told)
        .extracting(SharedCounts.Charge::nanos)
        .containsExactlyInAnyOrder(
            2 * Duration.ofSeconds(12).toNanos(), 2 * Duration.ofSeconds(30).toNanos());
    server.exchange(counts);
    assertThat(counts.told).as("nothing is told twice").hasSize(2);
  }

  @Test
  void while_nobody_can_be_told_each_goes_on_by_itself_and_nobody_pays_twice() {
    RateLimits first = server("10/m");
    RateLimits second = server("10/m");
    assertThat(admitted(first, ALICE, 7)).isEqualTo(7);
    counts.down = true;
    assertThatThrownBy(() -> first.exchange(counts)).isInstanceOf(StoreUnavailableException.class);

    assertThat(admitted(first, ALICE, 20)).isEqualTo(3);
    assertThat(admitted(second, ALICE, 20)).isEqualTo(10);
    counts.down = false;
    second.exchange(counts);
    first.exchange(counts);

    assertThat(counts.told).extracting(SharedCounts.Charge::nanos).hasSize(2);
    assertThat(counts.told.getLast().nanos()).isEqualTo(3 * Duration.ofSeconds(6).toNanos());
  }

  /// Attack 7.8.
  @Test
  void very_many_ids_take_no_more_memory_than_is_allowed() {
    Charges charges = new Charges();
    for (int i = 0; i < 3 * Charges.MOST; i++) {
      charges.add(Limit.ADDRESS, i, 1);
    }
    charges.add(Limit.ADDRESS, 0, 5);

    assertThat(charges.drain())
        .hasSize(Charges.MOST)
        .contains(new Charges.Due(new Charges.Counted(Limit.ADDRESS, 0), 6));
    assertThat(charges.drain()).isEmpty();
  }
}

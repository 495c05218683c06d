package dev.memwarden.auth.limit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.memwarden.auth.Rate;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateTableTest {
  private static final long ALICE = 0x5eed_0000_0000_0001L;
  private static final Rate RATE = Rate.parse("600/m");
  private static final int WAYS = 4;

  private long now = Long.MAX_VALUE - 5; // such clocks wrap around
  private final RateTable table = new RateTable(() -> now);

  @ParameterizedTest
  @CsvSource({
    "600/m,     600, 100",
    "600/m:20,   20, 100",
    "1/d,         1, 86400000",
    "24/d:2,      2, 3600000",
    "1000/s,   1000, 1",
    "7/h,         7, 514286"
  })
  void a_burst_may_come_at_once_and_then_one_at_a_time(String text, int burst, long millis) {
    Rate rate = Rate.parse(text);

    assertThat(admitted(ALICE, rate, burst + 100)).isEqualTo(burst);
    Duration wait = Duration.ofMillis(millis);
    later(wait.minusMillis(1));
    assertThat(admitted(ALICE, rate, 1)).isZero();
    later(Duration.ofMillis(1));
    assertThat(admitted(ALICE, rate, 10)).isEqualTo(1);
    later(wait.multipliedBy(1_000_000 / millis + burst + 5));
    assertThat(admitted(ALICE, rate, burst + 100)).as("silence saves up a burst").isEqualTo(burst);
  }

  @Test
  void says_what_is_left_and_how_long_it_takes() {
    assertThat(table.take(ALICE, RATE)).isEqualTo(Duration.ofMillis(100).toNanos());
    assertThat(table.take(ALICE, RATE)).isEqualTo(Duration.ofMillis(200).toNanos());
    admitted(ALICE, RATE, 598);
    later(Duration.ofMillis(30));
    assertThat(table.take(ALICE, RATE)).isEqualTo(-Duration.ofMillis(70).toNanos());
    assertThat(table.take(ALICE, RATE)).isEqualTo(-Duration.ofMillis(70).toNanos());
  }

  @Test
  void what_is_given_back_was_never_taken() {
    admitted(ALICE, RATE, 600);
    table.giveBack(ALICE, RATE);
    assertThat(admitted(ALICE, RATE, 10)).isEqualTo(1);
    table.giveBack(ALICE + 1, RATE);
    assertThat(admitted(ALICE, RATE, 10)).isZero();
  }

  @Test
  void an_id_that_is_zero_is_one_like_any() {
    assertThat(admitted(0, RATE, 700)).isEqualTo(600);
  }

  @Test
  void many_threads_get_exactly_what_one_would() {
    AtomicInteger admitted = new AtomicInteger();
    IntStream.range(0, 5_000)
        .parallel()
        .forEach(_ -> {
          if (table.take(ALICE, RATE) >= 0) {
            admitted.incrementAndGet();
          }
        });
    assertThat(admitted.get()).isEqualTo(600);
  }

  // Attack 7.8. Ids that fall on the same line cannot be chosen, but some will.
  @Test
  void ids_that_share_a_line_never_pay_for_each_other() {
    Rate one = Rate.parse("1/d");
    for (int i = 1; i <= 100; i++) {
      assertThat(admitted(ALICE + i, one, 2)).as("neighbour %d", i).isPositive();
    }
    assertThat(admitted(ALICE, one, 2)).isEqualTo(1);
  }

  @Test
  void as_many_as_a_line_has_cells_are_counted_exactly() {
    for (int i = 0; i < WAYS; i++) {
      assertThat(admitted(ALICE + i, RATE, 700)).isEqualTo(600);
    }
    for (int i = 0; i < WAYS; i++) {
      assertThat(admitted(ALICE + i, RATE, 700)).isZero();
    }
  }

  @Test
  void who_owes_least_is_forgotten_first() {
    for (int i = 0; i < WAYS; i++) {
      admitted(ALICE + i, RATE, 100 * (i + 1));
    }
    admitted(ALICE + WAYS, RATE, 1);
    assertThat(admitted(ALICE + WAYS - 1, RATE, 700)).isEqualTo(200);
  }

  // Attack 7.8.
  @Test
  void ten_million_ids_take_no_memory_and_keep_nobody_out() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    RandomGenerator random = RandomGenerator.of("SplittableRandom");
    admitted(ALICE, RATE, 10);
    long before = threads.getCurrentThreadAllocatedBytes();
    long refused = 0;
    for (int i = 0; i < 10_000_000; i++) {
      refused += table.take(random.nextLong(), RATE) < 0 ? 1 : 0;
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(refused).isZero();
    assertThat(allocated).isLessThan(1 << 20);
    assertThat(admitted(ALICE, RATE, 700)).isBetween(590, 600);
  }

  @Test
  void a_hundred_thousand_ids_at_once_are_nearly_all_counted() {
    Rate one = Rate.parse("1/d");
    long[] ids = RandomGenerator.of("SplittableRandom").longs(100_000).toArray();
    LongStream.of(ids).forEach(id -> assertThat(table.take(id, one)).isPositive());

    assertThat(LongStream.of(ids).filter(id -> table.take(id, one) < 0).count())
        .isGreaterThan(90_000);
  }

  private int admitted(long id, Rate rate, int times) {
    return (int) IntStream.range(0, times).filter(_ -> table.take(id, rate) >= 0).count();
  }

  private void later(Duration time) {
    now += time.toNanos();
  }
}

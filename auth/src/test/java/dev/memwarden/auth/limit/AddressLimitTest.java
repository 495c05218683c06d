package dev.memwarden.auth.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AddressLimitTest {
  private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress THERE = InetAddress.ofLiteral("192.0.2.2");

  private long now = Long.MAX_VALUE - 5; // such clocks wrap around
  private final AddressLimit limit = AddressLimit.perMinute(600, () -> now);

  @Test
  void a_minute_of_failures_may_come_at_once_and_no_more() {
    assertThat(admitted(HERE, 700)).isEqualTo(600);
    assertThat(limit.count(HERE)).contains(Duration.ofMillis(100));
  }

  @Test
  void more_than_half_of_it_is_a_strain_until_time_has_paid() {
    admitted(HERE, 300);
    assertThat(limit.isStrainedBy(HERE)).isFalse();
    admitted(HERE, 1);
    assertThat(limit.isStrainedBy(HERE)).isTrue();
    assertThat(limit.isStrainedBy(THERE)).isFalse();
    assertThat(AddressLimit.NONE.isStrainedBy(HERE)).isFalse();

    later(Duration.ofMillis(100));
    assertThat(limit.isStrainedBy(HERE)).isFalse();
    admitted(HERE, 10_000);
    later(Duration.ofSeconds(29));
    assertThat(limit.isStrainedBy(HERE)).isTrue();
    later(Duration.ofSeconds(1));
    assertThat(limit.isStrainedBy(HERE)).isFalse();
  }

  @Test
  void a_second_is_a_shorter_while() {
    AddressLimit quick = AddressLimit.perSecond(10, () -> now);
    for (int i = 0; i < 10; i++) {
      assertThat(quick.count(HERE)).isEmpty();
    }
    assertThat(quick.count(HERE)).contains(Duration.ofMillis(100));
    later(Duration.ofDays(1));
    assertThat(IntStream.range(0, 20).filter(_ -> quick.count(HERE).isEmpty()).count())
        .isEqualTo(10);
  }

  @Test
  void what_was_refused_is_not_counted_and_time_pays_for_the_next() {
    admitted(HERE, 10_000);
    later(Duration.ofMillis(99));
    assertThat(limit.count(HERE)).contains(Duration.ofMillis(1));
    later(Duration.ofMillis(1));
    assertThat(admitted(HERE, 10)).isEqualTo(1);
    later(Duration.ofSeconds(6));
    assertThat(admitted(HERE, 100)).isEqualTo(60);
  }

  @Test
  void long_silence_saves_up_one_minute_and_no_more() {
    later(Duration.ofDays(300));
    assertThat(admitted(HERE, 10_000)).isEqualTo(600);
  }

  @Test
  void another_address_has_its_own() {
    admitted(HERE, 10_000);
    assertThat(admitted(THERE, 700)).isEqualTo(600);
  }

  @Test
  void a_network_of_64_bits_is_one_address() {
    assertThat(admitted(InetAddress.ofLiteral("2001:db8:1:2::1"), 600)).isEqualTo(600);
    assertThat(limit.count(InetAddress.ofLiteral("2001:db8:1:2:ffff::9"))).isPresent();
    assertThat(limit.count(InetAddress.ofLiteral("2001:db8:1:3::1"))).isEmpty();
  }

  @Test
  void neighbours_hardly_ever_share_a_place() {
    AtomicInteger shared = new AtomicInteger();
    IntStream.range(0, 4_096)
        .mapToObj(host -> InetAddress.ofLiteral("10.0." + host / 256 + "." + host % 256))
        .forEach(address -> {
          if (admitted(address, 600) < 600) {
            shared.incrementAndGet();
          }
        });
    assertThat(shared.get()).isLessThan(4_096 / 16);
  }

  @Test
  void many_threads_get_exactly_what_one_would() {
    AtomicInteger admitted = new AtomicInteger();
    IntStream.range(0, 5_000)
        .parallel()
        .forEach(_ -> limit.count(HERE).ifPresentOrElse(_ -> {}, admitted::incrementAndGet));
    assertThat(admitted.get()).isEqualTo(600);
  }

  @Test
  void none_admits_everything() {
    IntStream.range(0, 10_000).forEach(_ -> assertThat(AddressLimit.NONE.count(HERE)).isEmpty());
  }

  @Test
  void a_limit_of_nothing_is_refused() {
    assertThatThrownBy(() -> AddressLimit.perMinute(0, () -> now))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private int admitted(InetAddress from, int times) {
    return (int) IntStream.range(0, times).filter(_ -> limit.count(from).isEmpty()).count();
  }

  private void later(Duration time) {
    now += time.toNanos();
  }
}

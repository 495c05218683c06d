package dev.memwarden.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RoundsTest {
  private static final RuntimeException BUG = new IllegalStateException("a bug");

  private static int fail() {
    throw BUG;
  }

  @Test
  void what_goes_wrong_is_what_whoever_asked_for_it_gets() {
    Runnable failing = RoundsTest::fail;

    assertThat(Rounds.attempt(failing)).containsSame(BUG);
    assertThat(Rounds.<String>attempt(() -> "" + fail(), Throwable::getMessage)).isEqualTo("a bug");
  }

  @Test
  void what_goes_well_is_done_once_and_has_its_result() {
    AtomicInteger times = new AtomicInteger();

    assertThat(
            Rounds.attempt(() -> {
              int _ = times.incrementAndGet();
            }))
        .isEmpty();
    assertThat(Rounds.<Integer>attempt(times::incrementAndGet, _ -> -1)).isEqualTo(2);
  }

  @Test
  void what_ends_the_process_is_not_held_up() {
    Runnable out =
        () -> {
          throw new OutOfMemoryError("out");
        };

    assertThatThrownBy(() -> Rounds.attempt(out)).isInstanceOf(OutOfMemoryError.class);
  }
}

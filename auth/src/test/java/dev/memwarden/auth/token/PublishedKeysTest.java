package dev.memwarden.auth.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.SettableClock;
import dev.memwarden.auth.StoreUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Keys that nobody keeps fresh but whoever needs one; [IssuerKeysTest] has all else.
class PublishedKeysTest {
  private static final Duration PAUSE = Duration.ofMinutes(2);

  private final SettableClock clock = new SettableClock();
  private final AtomicInteger fetches = new AtomicInteger();
  private Optional<Set<String>> published = Optional.of(Set.of("a"));
  private final PublishedKeys<Set<String>> keys =
      new PublishedKeys<>("a test", this::fetch, PAUSE, clock);

  private Optional<Set<String>> fetch() {
    fetches.incrementAndGet();
    return published;
  }

  private boolean isThere(String id) {
    return keys.findFresh(all -> Optional.of(id).filter(all::contains)).isPresent();
  }

  @Test
  void they_are_fetched_when_one_is_needed_and_known_while_fresh() {
    assertThat(isThere("a")).isTrue();
    clock.advance(PublishedKeys.FRESH.minusNanos(1));
    assertThat(isThere("a")).isTrue();
    assertThat(fetches).hasValue(1);
  }

  @Test
  void one_that_was_taken_back_is_not_used_once_they_were_looked_at_again() {
    assertThat(isThere("a")).isTrue();
    published = Optional.of(Set.of("b"));
    clock.advance(PublishedKeys.FRESH);

    assertThat(isThere("a")).isFalse();
    assertThat(isThere("b")).isTrue();
    assertThat(fetches).hasValue(2);
  }

  @Test
  void without_an_answer_they_are_asked_for_once_a_pause_and_used_for_a_day() {
    assertThat(isThere("a")).isTrue();
    published = Optional.empty();
    clock.advance(PublishedKeys.FRESH);
    for (int i = 0; i < 100; i++) {
      assertThat(isThere("a")).isTrue();
    }
    assertThat(fetches).hasValue(2);
    clock.advance(PAUSE.minusNanos(1));
    assertThat(isThere("a")).isTrue();
    assertThat(fetches).hasValue(2);
    clock.advance(Duration.ofNanos(1));
    assertThat(isThere("a")).isTrue();
    assertThat(fetches).hasValue(3);

    clock.set(SettableClock.NOON.plus(PublishedKeys.MAX_AGE).minusNanos(1));
    assertThat(isThere("a")).isTrue();
    clock.advance(Duration.ofNanos(1));
    assertThatThrownBy(() -> isThere("a")).isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void made_up_ids_cost_one_request_a_pause_however_stale_the_keys_are() {
    assertThat(isThere("a")).isTrue();
    clock.advance(PublishedKeys.FRESH);
    for (int i = 0; i < 100; i++) {
      assertThat(isThere("made-up-" + i)).isFalse();
    }
    assertThat(fetches).hasValue(2);
  }
}

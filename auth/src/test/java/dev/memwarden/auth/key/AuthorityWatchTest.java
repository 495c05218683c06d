package dev.memwarden.auth.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.Callers;
import dev.memwarden.auth.Credential;
import dev.memwarden.auth.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What is remembered here when somebody else changes it. Attack 7.2.
class AuthorityWatchTest {
  private long nanos = -5; // such clocks may be below zero
  private long last = 7;
  private boolean matters;
  private boolean away;
  private Duration slowness = Duration.ZERO;
  private int questions;
  private final AtomicInteger changes = new AtomicInteger();
  private final AuthorityWatch watch = new AuthorityWatch(new Feed(), () -> nanos);

  private final class Feed implements AuthorityFeed {
    @Override
    public Mark last() {
      return new Mark(last, "");
    }

    @Override
    public News after(Mark seen) {
      questions++;
      pass(slowness);
      if (away) {
        throw new StoreUnavailableException("away");
      }
      return new News(last(), matters && last > seen.seq());
    }
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  private void look() {
    watch.look(changes::incrementAndGet);
  }

  @Test
  void what_is_remembered_counts_for_a_second_without_an_answer() {
    pass(Duration.ofMillis(899));
    assertThat(watch.isFresh()).isTrue();
    pass(Duration.ofMillis(1));
    assertThat(watch.isFresh()).isFalse();
    assertThat(watch.isBearable()).isTrue();
    pass(Duration.ofMillis(99));
    assertThat(watch.isBearable()).isTrue();
    pass(Duration.ofMillis(1));
    assertThat(watch.isBearable()).isFalse();

    look();

    assertThat(watch.isFresh()).isTrue();
    assertThat(changes).hasValue(0);
  }

  @Test
  void an_answer_is_as_old_as_its_question() {
    slowness = Duration.ofMillis(950);

    look();

    assertThat(watch.isFresh()).isFalse();
    assertThat(watch.isBearable()).isTrue();
  }

  @Test
  void a_change_lets_go_of_what_is_remembered_once() {
    last = 8;
    matters = true;

    look();
    look();

    assertThat(changes).hasValue(1);
  }

  @Test
  void what_concerns_nobody_here_changes_nothing() {
    last = 8;

    look();

    assertThat(changes).hasValue(0);
  }

  @Test
  void a_store_that_does_not_answer_makes_nothing_fresh() {
    pass(Duration.ofSeconds(2));
    away = true;

    assertThatThrownBy(this::look).isInstanceOf(StoreUnavailableException.class);

    assertThat(watch.isFresh()).isFalse();
    assertThat(watch.isBearable()).isFalse();
  }

  @Test
  void a_change_that_could_not_be_followed_is_followed_the_next_time() {
    last = 8;
    matters = true;
    pass(Duration.ofSeconds(2));

    assertThatThrownBy(() ->
            watch.look(() -> {
              throw new StoreUnavailableException("the policy cannot be read");
            }))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(watch.isFresh()).isFalse();
    look();

    assertThat(changes).hasValue(1);
    assertThat(watch.isFresh()).isTrue();
  }

  @Test
  void a_key_revoked_elsewhere_is_refused_when_the_feed_is_cut() {
    KeyFixture fixture = new KeyFixture();
    KeyAuthenticator here =
        new KeyAuthenticator(
            fixture.store, fixture.configured, KeyProver.PLAIN, fixture.clock, watch);
    Minting.Minted minted = fixture.mint(Callers.ALICE);
    var credential = new Credential.ApiKey(minted.text());
    assertThat(KeyFixture.said(here.authenticate(credential, Callers.HOME))).isEqualTo("alice");

    // By another process: nobody here hears of it.
    assertThat(fixture.keys.revoke(fixture.root, minted.key().id(), "lost")).isPresent();
    assertThat(here.ifCached(credential, Callers.HOME)).isPresent();
    pass(AuthorityWatch.BOUND);

    assertThat(here.ifCached(credential, Callers.HOME)).isEmpty();
    assertThat(KeyFixture.said(here.authenticate(credential, Callers.HOME))).isEqualTo("REVOKED");
  }

  /// Attack 7.5.
  @Test
  void whoever_must_know_asks_unless_somebody_has_begun_to_since() {
    last = 8;
    matters = true;
    watch.hear();
    watch.hear();
    assertThat(questions).as("nothing says that the clock has moved").isEqualTo(2);

    pass(Duration.ofNanos(1));
    look();
    nanos--; // called before that
    watch.hear();
    assertThat(questions).isEqualTo(3);

    away = true;
    pass(Duration.ofSeconds(1));
    assertThatThrownBy(watch::hear).isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void whatever_goes_wrong_with_a_change_it_is_followed_the_next_time()
      throws InterruptedException {
    IllegalArgumentException unreadable = new IllegalArgumentException("a policy of tomorrow");
    AuthorityFeed feed =
        new AuthorityFeed() {
          @Override
          public long last() {
            return 0;
          }

          @Override
          public News after(long seq) {
            return new News(1, seq < 1);
          }
        };
    AtomicInteger tries = new AtomicInteger();
    CountDownLatch followed = new CountDownLatch(1);
    List<RuntimeException> heard = new CopyOnWriteArrayList<>();
    Runnable change =
        () -> {
          if (tries.incrementAndGet() <= 2) {
            throw unreadable;
          }
          followed.countDown();
        };
    try (AuthorityWatch going = new AuthorityWatch(feed, System::nanoTime, Duration.ofMillis(20))) {
      going.start(change, heard::add);

      assertThat(followed.await(10, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(heard).as("told once").containsExactly(unreadable);
  }

  @Test
  void whoever_wakes_it_need_not_wait_for_the_period() throws InterruptedException {
    int wakes = 20;
    Semaphore asked = new Semaphore(0);
    AuthorityFeed feed =
        new AuthorityFeed() {
          @Override
          public Mark last() {
            return Mark.NONE;
          }

          @Override
          public News after(Mark seen) {
            asked.release();
            return new News(seen, false);
          }
        };
    long start = System.nanoTime();
    try (AuthorityWatch woken = new AuthorityWatch(feed, System::nanoTime)) {
      woken.start(() -> {}, _ -> {});
      for (int i = 0; i < wakes; i++) {
        woken.wake();
        assertThat(asked.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
      }
    }

    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isLessThan(AuthorityWatch.PERIOD.multipliedBy(wakes));
  }
}

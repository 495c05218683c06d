package dev.memwarden.auth.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.Authentication;
import dev.memwarden.auth.Authentication.Authenticated;
import dev.memwarden.auth.Authentication.Refused;
import dev.memwarden.auth.Callers;
import dev.memwarden.auth.Credential;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.SettableClock;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.token.PresentedToken;
import dev.memwarden.auth.token.TokenJudge;
import dev.memwarden.auth.token.TokenJudges;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
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

  @Test
  void a_token_ended_elsewhere_is_refused_when_the_feed_is_cut() {
    AtomicReference<Optional<Refusal>> stored = new AtomicReference<>(Optional.empty());
    TokenJudges here =
        new TokenJudges(
            Optional.of(new Stored(stored)),
            Optional.empty(),
            Map.of(),
            new SettableClock(),
            watch);
    Credential.Bearer token = new Credential.Bearer(Secret.of("eyJhbGciOiJIUzI1NiJ9.e30.AAAA"));
    assertThat(KeyFixture.said(here.authenticate(token, Callers.HOME))).isEqualTo("alice");

    stored.set(Optional.of(Refusal.REVOKED)); // by another process
    assertThat(here.ifCached(token, Callers.HOME)).isPresent();
    pass(AuthorityWatch.BOUND);

    assertThat(here.ifCached(token, Callers.HOME)).isEmpty();
    assertThat(KeyFixture.said(here.authenticate(token, Callers.HOME))).isEqualTo("REVOKED");
  }

  /// Every token is good, as far as the store does not say otherwise.
  private record Stored(AtomicReference<Optional<Refusal>> why) implements TokenJudge {
    @Override
    public CredentialRef.Kind kind() {
      return CredentialRef.Kind.SHARED_SECRET_JWT;
    }

    @Override
    public Optional<Authentication> ifQuick(PresentedToken token, Instant now) {
      return Optional.empty();
    }

    @Override
    public Authentication verify(PresentedToken token, Instant now) {
      return new Authenticated(
          new Identity(
              Callers.ALICE, Set.of(), Callers.UNLIMITED, new CredentialRef(kind(), "id")));
    }

    @Override
    public Optional<Identity> signedFor(PresentedToken token) {
      return Optional.empty();
    }

    @Override
    public Authentication asStored(Identity proved) {
      return why.get().<Authentication>map(Refused::new).orElse(new Authenticated(proved));
    }

    @Override
    public boolean isConcernedBy(String id) {
      return true;
    }
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

  /// Ten of them, all of whom have come before the first has an answer.
  @Test
  void those_who_must_know_do_not_wait_for_a_store_that_is_away_one_after_another()
      throws InterruptedException {
    int callers = 10;
    AtomicInteger asked = new AtomicInteger();
    AtomicLong time = new AtomicLong();
    long start = 1; // of the watch itself
    CountDownLatch allCame = new CountDownLatch(1);
    AuthorityFeed feed =
        answering(seen -> {
          asked.incrementAndGet();
          await(allCame);
          throw new StoreUnavailableException("away");
        });
    List<Future<?>> refused = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        AuthorityWatch shared =
            new AuthorityWatch(
                feed,
                () -> {
                  long now = time.incrementAndGet();
                  if (now == start + callers + 1) { // all of them, and the first question
                    allCame.countDown();
                  }
                  return now;
                })) {
      for (int i = 0; i < callers; i++) {
        refused.add(executor.submit(shared::hear));
      }
      for (Future<?> each : refused) {
        assertThatThrownBy(each::get).hasCauseInstanceOf(StoreUnavailableException.class);
      }
    }

    // The first of them, and one for all who came while it was asked.
    assertThat(asked.get()).isBetween(1, 2);
  }

  /// In which nothing has happened at first.
  private static AuthorityFeed answering(Function<AuthorityFeed.Mark, AuthorityFeed.News> after) {
    return new AuthorityFeed() {
      @Override
      public Mark last() {
        return Mark.NONE;
      }

      @Override
      public News after(Mark seen) {
        return after.apply(seen);
      }
    };
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatever_goes_wrong_with_a_change_it_is_followed_the_next_time()
      throws InterruptedException {
    StoreUnavailableException away = new StoreUnavailableException("away");
    IllegalArgumentException unreadable = new IllegalArgumentException("a policy of tomorrow");
    AtomicInteger asked = new AtomicInteger();
    AuthorityFeed feed =
        answering(seen -> {
          if (asked.incrementAndGet() <= 2) {
            throw away;
          }
          return new AuthorityFeed.News(
              new AuthorityFeed.Mark(1, "a change"), seen.equals(AuthorityFeed.Mark.NONE));
        });
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

    assertThat(heard).as("each is told once").containsExactly(away, unreadable);
  }

  @Test
  void whoever_wakes_it_need_not_wait_for_the_period() throws InterruptedException {
    int wakes = 20;
    Semaphore asked = new Semaphore(0);
    AuthorityFeed feed =
        answering(seen -> {
          asked.release();
          return new AuthorityFeed.News(seen, false);
        });
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

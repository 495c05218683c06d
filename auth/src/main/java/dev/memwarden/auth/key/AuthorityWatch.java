package dev.memwarden.auth.key;

import dev.memwarden.auth.Rounds;
import dev.memwarden.auth.StoreUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Asks a store that many processes change what has happened, four times a second, and lets go of
/// what is remembered when something has.
///
/// - **What is remembered counts** for [#BOUND] from the start of the last question that was
///   answered, by a clock that nobody sets. After that the store decides on every request, and when
///   it cannot, nobody does.
/// - **A change that another process has acknowledged** is therefore followed here within [#BOUND],
///   whatever becomes of this thread or of the network.
///
/// Looks wrong but is not: the time is taken before the question. An answer is as old as its
/// question.
public final class AuthorityWatch implements Freshness, AutoCloseable {
  /// How long what is remembered counts without an answer of the store.
  public static final Duration BOUND = Duration.ofSeconds(1);

  /// Between two questions, unless it is woken.
  public static final Duration PERIOD = Duration.ofMillis(250);

  /// Between two questions, however often it is woken.
  private static final Duration REST = Duration.ofMillis(10);

  private static final long BEARABLE = BOUND.toNanos();
  private static final long FRESH = BOUND.minusMillis(100).toNanos();

  private final AuthorityFeed feed;
  private final LongSupplier nanos;
  private final Duration period;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Semaphore woken = new Semaphore(0);
  private volatile Runnable changed = () -> {};
  private volatile long askedAt;
  // By whoever looks, one at a time.
  private AuthorityFeed.Mark seen;
  private Optional<Failure> failure = Optional.empty();

  /// The last question that was not answered.
  private record Failure(long askedAt, StoreUnavailableException why) {}

  /// Asks at once: nothing is remembered yet.
  ///
  /// @param nanos a clock that only goes forward
  /// @throws StoreUnavailableException if the store cannot answer
  public AuthorityWatch(AuthorityFeed feed, LongSupplier nanos) {
    this(feed, nanos, PERIOD);
  }

  /// One that asks less often by itself, for whoever would see what being woken is worth.
  ///
  /// @param period between two questions, unless it is woken; with one above [#BOUND], what is
  ///   remembered counts only for a part of the time
  /// @throws StoreUnavailableException if the store cannot answer
  public AuthorityWatch(AuthorityFeed feed, LongSupplier nanos, Duration period) {
    this.feed = feed;
    this.nanos = nanos;
    this.period = period;
    long start = nanos.getAsLong();
    this.seen = feed.last();
    this.askedAt = start;
  }

  @Override
  public boolean isFresh() {
    return nanos.getAsLong() - askedAt < FRESH;
  }

  @Override
  public boolean isBearable() {
    return nanos.getAsLong() - askedAt < BEARABLE;
  }

  /// Asks once.
  ///
  /// @param changed lets go of everything that is remembered, and reads again what is in force; if
  ///   it cannot, it is called again the next time
  /// @throws StoreUnavailableException if the store cannot answer
  synchronized void look(Runnable changed) {
    long start = nanos.getAsLong();
    try {
      AuthorityFeed.News news = feed.after(seen);
      if (news.matters()) {
        changed.run();
      }
      seen = news.last();
      askedAt = start;
    } catch (StoreUnavailableException e) {
      failure = Optional.of(new Failure(start, e));
      throw e;
    }
  }

  /// Asks now, unless a question has begun since this was called: those who call at the same moment
  /// share one and what comes of it, so that nobody waits for a store that is away after somebody
  /// else has. Returns when all is followed that was acknowledged before.
  ///
  /// @throws StoreUnavailableException if the store cannot answer
  public void hear() {
    long called = nanos.getAsLong();
    synchronized (this) {
      if (askedAt - called <= 0) {
        Optional<Failure> since = failure.filter(its -> its.askedAt() - called > 0);
        if (since.isPresent()) {
          throw new StoreUnavailableException("it was asked a moment ago", since.get().why());
        }
        look(changed);
      }
    }
  }

  /// Asks from now on, until closed.
  ///
  /// @param changed as [#look] has it
  /// @param away hears, once each time, why nothing can be followed: the store does not answer; or,
  ///   which is told after that too, `changed` failed
  public void start(Runnable changed, Consumer<RuntimeException> away) {
    this.changed = changed;
    Thread _ =
        Thread.ofPlatform()
            .name("memwarden-authority-watch")
            .daemon()
            .start(() -> run(changed, away));
  }

  private void run(Runnable changed, Consumer<RuntimeException> away) {
    Optional<RuntimeException> before = Optional.empty();
    try {
      while (!closed.await(REST.toMillis(), TimeUnit.MILLISECONDS)) {
        boolean _ = woken.tryAcquire(period.minus(REST).toMillis(), TimeUnit.MILLISECONDS);
        int _ = woken.drainPermits();
        // Whatever fails: that is what the bound is for.
        Optional<RuntimeException> fault = Rounds.attempt(() -> look(changed));
        boolean open = closed.getCount() > 0; // or the store is being closed, too
        if (open && fault.isPresent() && isNews(before, fault.get())) {
          away.accept(fault.get());
        }
        before = fault;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // asked to end: what is remembered soon counts no more
    }
  }

  // One that nobody foresaw is another one than an outage before it.
  private static boolean isNews(Optional<RuntimeException> before, RuntimeException fault) {
    return before.isEmpty()
        || before.get() instanceof StoreUnavailableException
            && !(fault instanceof StoreUnavailableException);
  }

  /// There may be something new: asks soon, and not at the end of the period. Does not wait.
  public void wake() {
    woken.release();
  }

  /// Asks no more.
  @Override
  public void close() {
    closed.countDown();
    woken.release();
  }
}

package dev.memwarden.auth.token;

import dev.memwarden.auth.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// The keys that somebody publishes: as last fetched, and fetched again when one is asked for that
/// is not there.
///
/// - **A flood of made-up key ids** costs whoever publishes them one request every pause, and
///   nobody who names a good one anything.
/// - **A fetch that fails** takes no key away; what was fetched is used for [#MAX_AGE] at most.
///
/// Thread-safe. Whoever needs a fetch waits for the one that is under way.
///
/// @param <S> a set of keys
public final class PublishedKeys<S> {

  /// How long keys count as seen just now.
  public static final Duration FRESH = Duration.ofMinutes(10);

  /// How long keys are used without being seen again.
  public static final Duration MAX_AGE = Duration.ofHours(24);

  private final String whose;
  private final Source<S> source;
  private final Duration pause;
  private final InstantSource clock;
  private final ReentrantLock fetching = new ReentrantLock();
  private volatile @Nullable Fetched<S> fetched;
  private @Nullable Instant lastAttempt; // guarded by the lock
  private volatile @Nullable Instant failingSince; // written under the lock

  /// @param whose they are, such as `an issuer`, for the log
  /// @param pause the least time between two fetches that somebody else's request causes, whatever
  ///   comes of them
  public PublishedKeys(String whose, Source<S> source, Duration pause, InstantSource clock) {
    this.whose = whose;
    this.source = source;
    this.pause = pause;
    this.clock = clock;
  }

  /// Where keys are published.
  @FunctionalInterface
  public interface Source<S> {

    /// What is published now. May block.
    ///
    /// @return empty if there is no answer, or none that can be trusted
    Optional<S> fetch();
  }

  private record Fetched<S>(S keys, Instant at) {}

  /// How things stand, without fetching or waiting for anything.
  ///
  /// @param size how many keys a set has
  IssuerState state(ToIntFunction<S> size) {
    Fetched<S> known = fetched;
    return new IssuerState(
        known == null ? 0 : size.applyAsInt(known.keys()),
        Optional.ofNullable(known).map(Fetched::at),
        Optional.ofNullable(failingSince));
  }

  /// The key that `pick` finds among those that are known, without fetching anything.
  <K> Optional<K> ifKnown(Function<S, Optional<K>> pick) {
    return current().flatMap(known -> pick.apply(known.keys()));
  }

  /// The key that `pick` finds; empty if there is none.
  ///
  /// @throws StoreUnavailableException if it cannot be known now whether there is one
  <K> Optional<K> find(Function<S, Optional<K>> pick) {
    Optional<K> known = ifKnown(pick);
    if (known.isPresent()) {
      return known;
    }
    fetching.lock();
    try {
      // Somebody else may have fetched it while this waited.
      Optional<K> since = ifKnown(pick);
      if (since.isPresent() || !refresh()) {
        return since;
      }
      return ifKnown(pick);
    } finally {
      fetching.unlock();
    }
  }

  /// The same, after a look at what is published now if that was not done for [#FRESH]: for keys
  /// that are needed seldom, and that nobody keeps fresh.
  ///
  /// @throws StoreUnavailableException if it cannot be known now whether there is one
  public <K> Optional<K> findFresh(Function<S, Optional<K>> pick) {
    if (isStale(clock.instant())) {
      fetching.lock();
      try {
        Instant now = clock.instant();
        if (isStale(now) && !isEarly(now)) {
          boolean _ = fetch(now);
        }
      } finally {
        fetching.unlock();
      }
    }
    return find(pick);
  }

  /// Fetches the keys if they were not seen for [#FRESH]. To be called from time to time, and once
  /// before the first is asked for.
  void keepFresh() {
    fetching.lock();
    try {
      Instant now = clock.instant();
      if (isStale(now)) {
        boolean _ = fetch(now);
      }
    } finally {
      fetching.unlock();
    }
  }

  private boolean isStale(Instant now) {
    Fetched<S> known = fetched;
    return known == null || !now.isBefore(known.at().plus(FRESH));
  }

  private boolean isEarly(Instant now) {
    Instant last = lastAttempt;
    return last != null && now.isBefore(last.plus(pause)) && !now.isBefore(last);
  }

  // Whether there is something new to look at.
  private boolean refresh() {
    Instant now = clock.instant();
    if (!isEarly(now) && fetch(now)) {
      return true;
    }
    // Nothing is known, or what is known may be out of date as there was no answer.
    if (failingSince != null || current().isEmpty()) {
      throw new StoreUnavailableException("the keys of " + whose + " cannot be fetched");
    }
    return false;
  }

  private boolean fetch(Instant now) {
    lastAttempt = now;
    boolean done = false;
    try {
      Optional<S> keys = source.fetch();
      keys.ifPresent(set -> fetched = new Fetched<>(set, now));
      done = keys.isPresent();
    } finally {
      Instant since = failingSince;
      failingSince = done ? null : since == null ? now : since;
    }
    return done;
  }

  private Optional<Fetched<S>> current() {
    Fetched<S> known = fetched;
    return known == null || !clock.instant().isBefore(known.at().plus(MAX_AGE))
        ? Optional.empty()
        : Optional.of(known);
  }
}

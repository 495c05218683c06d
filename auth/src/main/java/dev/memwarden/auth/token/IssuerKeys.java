package dev.memwarden.auth.token;

import dev.memwarden.auth.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The keys of one issuer: as last fetched, and fetched again when a token names one that is not
/// there.
///
/// - **A flood of made-up `kid`s** costs the issuer one request every [#PAUSE], and nobody who has
///   a good token anything.
/// - **A fetch that fails** takes no key away; what was fetched is used for [#MAX_AGE] at most.
///
/// Thread-safe. Whoever needs a fetch waits for the one that is under way.
final class IssuerKeys {

  /// The least time between two fetches, whatever comes of them.
  static final Duration PAUSE = Duration.ofSeconds(30);

  /// How long keys count as seen just now.
  static final Duration FRESH = Duration.ofMinutes(10);

  /// How long keys are used without being seen again.
  static final Duration MAX_AGE = Duration.ofHours(24);

  private final Source source;
  private final InstantSource clock;
  private final ReentrantLock fetching = new ReentrantLock();
  private volatile @Nullable Fetched fetched;
  private @Nullable Instant lastAttempt; // guarded by the lock
  private volatile @Nullable Instant failingSince; // written under the lock

  IssuerKeys(Source source, InstantSource clock) {
    this.source = source;
    this.clock = clock;
  }

  /// Where the issuer publishes its keys.
  @FunctionalInterface
  interface Source {

    /// What is published now. May block.
    ///
    /// @return empty if there is no answer, or none that can be trusted
    Optional<JwkSet> fetch();
  }

  private record Fetched(JwkSet keys, Instant at) {}

  /// How things stand, without fetching or waiting for anything.
  IssuerState state() {
    Fetched known = fetched;
    return new IssuerState(
        known == null ? 0 : known.keys().size(),
        Optional.ofNullable(known).map(Fetched::at),
        Optional.ofNullable(failingSince));
  }

  /// The key for a token with this header, without fetching anything.
  Optional<VerificationKey> ifKnown(JoseHeader header) {
    return current().flatMap(known -> known.keys().keyFor(header));
  }

  /// The key for a token with this header; empty if the issuer has none.
  ///
  /// @throws StoreUnavailableException if it cannot be known now whether it has one
  Optional<VerificationKey> find(JoseHeader header) {
    Optional<VerificationKey> known = ifKnown(header);
    if (known.isPresent()) {
      return known;
    }
    fetching.lock();
    try {
      // Somebody else may have fetched it while this waited.
      Optional<VerificationKey> since = ifKnown(header);
      if (since.isPresent() || !refresh()) {
        return since;
      }
      return ifKnown(header);
    } finally {
      fetching.unlock();
    }
  }

  /// Fetches the keys if they were not seen for [#FRESH]. To be called from time to time, and once
  /// before the first token comes.
  void keepFresh() {
    fetching.lock();
    try {
      Fetched known = fetched;
      Instant now = clock.instant();
      if (known == null || !now.isBefore(known.at().plus(FRESH))) {
        fetch(now);
      }
    } finally {
      fetching.unlock();
    }
  }

  // Whether there is something new to look at.
  private boolean refresh() {
    Instant now = clock.instant();
    Instant last = lastAttempt;
    boolean early = last != null && now.isBefore(last.plus(PAUSE)) && !now.isBefore(last);
    if (!early && fetch(now)) {
      return true;
    }
    // Nothing is known, or what is known may be out of date as the issuer did not answer.
    if (failingSince != null || current().isEmpty()) {
      throw new StoreUnavailableException("the keys of an issuer cannot be fetched");
    }
    return false;
  }

  private boolean fetch(Instant now) {
    lastAttempt = now;
    boolean done = false;
    try {
      Optional<JwkSet> keys = source.fetch();
      keys.ifPresent(set -> fetched = new Fetched(set, now));
      done = keys.isPresent();
    } finally {
      Instant since = failingSince;
      failingSince = done ? null : since == null ? now : since;
    }
    return done;
  }

  private Optional<Fetched> current() {
    Fetched known = fetched;
    return known == null || !clock.instant().isBefore(known.at().plus(MAX_AGE))
        ? Optional.empty()
        : Optional.of(known);
  }
}

package dev.memwarden.auth.token;

import dev.memwarden.auth.StoreUnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// The [PublishedKeys] of one issuer, of which a token's header names one. Thread-safe.
final class IssuerKeys {

  /// The least time between two fetches that tokens cause.
  static final Duration PAUSE = Duration.ofSeconds(30);

  /// How long keys count as seen just now.
  static final Duration FRESH = PublishedKeys.FRESH;

  /// How long keys are used without being seen again.
  static final Duration MAX_AGE = PublishedKeys.MAX_AGE;

  private final PublishedKeys<JwkSet> keys;

  IssuerKeys(PublishedKeys.Source<JwkSet> source, InstantSource clock) {
    this.keys = new PublishedKeys<>("an issuer", source, PAUSE, clock);
  }

  /// How things stand, without fetching or waiting for anything.
  IssuerState state() {
    return keys.state(JwkSet::size);
  }

  /// The key for a token with this header, without fetching anything.
  Optional<VerificationKey> ifKnown(JoseHeader header) {
    return keys.ifKnown(set -> set.keyFor(header));
  }

  /// The key for a token with this header; empty if the issuer has none.
  ///
  /// @throws StoreUnavailableException if it cannot be known now whether it has one
  Optional<VerificationKey> find(JoseHeader header) {
    return keys.find(set -> set.keyFor(header));
  }

  /// As [PublishedKeys#keepFresh].
  void keepFresh() {
    keys.keepFresh();
  }
}

package dev.memwarden.auth;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/// Proof that policy allowed some actions, and where. Only [Policy] makes these, so code that takes
/// an `Allow` cannot be reached without a decision.
///
/// Short-lived: never keep one in a field; jobs and streams hold a [Mandate] instead.
public final class Allow implements Decision {

  /// How long a proof holds. Longer work asks again.
  public static final Duration LIFETIME = Duration.ofSeconds(60);

  private final Identity identity;
  private final Map<Action, Reach> reaches;
  private final InstantSource clock;
  private final Instant until;

  Allow(Identity identity, Map<Action, Reach> reaches, InstantSource clock) {
    this.identity = identity;
    this.reaches = Map.copyOf(reaches);
    this.clock = clock;
    this.until = clock.instant().plus(LIFETIME);
  }

  /// Who was allowed.
  public Identity identity() {
    return identity;
  }

  /// Where `action` was allowed, for code that names the action it is about to take. Never empty.
  ///
  /// @throws IllegalStateException if the proof is for other actions, or older than [#LIFETIME];
  ///   both are bugs, never refusals
  public Reach reach(Action action) {
    Reach reach = reaches.get(action);
    if (reach == null) {
      throw new IllegalStateException("proof is for " + reaches.keySet() + ", not " + action);
    }
    if (!clock.instant().isBefore(until)) {
      throw new IllegalStateException("proof is older than " + LIFETIME);
    }
    return reach;
  }

  /// Passes `place` through if `action` was allowed there.
  ///
  /// @throws IllegalStateException if it was not; that is a bug, never a refusal
  public Place require(Action action, Place place) {
    if (!reach(action).contains(place)) {
      throw new IllegalStateException("proof for " + action + " does not reach the place");
    }
    return place;
  }

  @Override
  public String toString() {
    return "Allow[" + identity.principal() + " " + reaches.keySet() + "]";
  }
}

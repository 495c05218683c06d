package dev.memwarden.auth;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
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
    this(identity, reaches, clock, clock.instant().plus(LIFETIME));
  }

  private Allow(Identity identity, Map<Action, Reach> reaches, InstantSource clock, Instant until) {
    this.identity = identity;
    this.reaches = Map.copyOf(reaches);
    this.clock = clock;
    this.until = until;
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
    return inTime(reach);
  }

  /// Where `action` was allowed, for code that can do without it: [Reach#NOWHERE] if an optional
  /// [Demand] was not met, or nothing demanded it.
  ///
  /// @throws IllegalStateException if the proof is older than [#LIFETIME]; that is a bug
  public Reach mayReach(Action action) {
    return inTime(reaches.getOrDefault(action, Reach.NOWHERE));
  }

  /// The same proof for what is in `box` alone; it holds no longer than this one. Actions that
  /// reach nothing there are not in it.
  public Allow within(Box box) {
    Map<Action, Reach> narrowed = new EnumMap<>(Action.class);
    reaches.forEach((action, reach) -> {
      Reach rest = reach.intersect(box);
      if (!rest.isEmpty()) {
        narrowed.put(action, rest);
      }
    });
    return new Allow(identity, narrowed, clock, until);
  }

  /// Whether `other` is a proof for the same actions in the same reach, too.
  boolean allowsTheSame(Decision other) {
    return other instanceof Allow allow && reaches.equals(allow.reaches);
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

  /// Whether `action` was allowed in all of the caller's tenant.
  public boolean isWhole(Action action) {
    return mayReach(action).covers(Box.ofTenant(identity.principal().tenant()));
  }

  /// The caller's tenant, in all of which `action` was allowed: whoever may do it to some only
  /// could otherwise do it to the rest.
  ///
  /// @throws IllegalStateException if it was not; that is a bug, never a refusal
  public String requireTenant(Action action) {
    if (!isWhole(action)) {
      throw new IllegalStateException("proof for " + action + " does not reach the whole tenant");
    }
    return identity.principal().tenant();
  }

  private Reach inTime(Reach reach) {
    if (!clock.instant().isBefore(until)) {
      throw new IllegalStateException("proof is older than " + LIFETIME);
    }
    return reach;
  }

  @Override
  public String toString() {
    return "Allow[" + identity.principal() + " " + reaches.keySet() + "]";
  }
}

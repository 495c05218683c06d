package dev.memwarden.auth;

import java.util.Optional;

/// How far a [Box] stretches along one axis. Wildcards are types, never text.
public sealed interface Extent {

  /// Every value, and none.
  Extent ANY = new Any();

  /// Only where there is no value.
  Extent NONE = new None();

  /// Every value, and none.
  record Any() implements Extent {}

  /// Exactly this value.
  record One(String value) implements Extent {
    public One {
      Axis.require(value);
    }
  }

  /// Only where there is no value.
  record None() implements Extent {}

  /// Exactly `value`.
  static Extent of(String value) {
    return new One(value);
  }

  /// Exactly what a place has: the value, or none.
  static Extent of(Optional<String> value) {
    return value.map(Extent::of).orElse(NONE);
  }

  /// Whether a place with `value` on this axis is inside.
  default boolean contains(Optional<String> value) {
    return switch (this) {
      case Any _ -> true;
      case One(String wanted) -> value.isPresent() && wanted.equals(value.get());
      case None _ -> value.isEmpty();
    };
  }

  /// Whether all of `other` is inside.
  default boolean covers(Extent other) {
    return this instanceof Any || equals(other);
  }

  /// What both have in common.
  default Optional<Extent> intersect(Extent other) {
    if (covers(other)) {
      return Optional.of(other);
    }
    return other.covers(this) ? Optional.of(this) : Optional.empty();
  }
}

package dev.memwarden.auth;

import java.util.Optional;

/// All places that fit one [Extent] per axis.
public record Box(Extent tenant, Extent user, Extent agent, Extent session, Extent label) {

  /// Every place there is.
  public static final Box EVERYWHERE =
      new Box(Extent.ANY, Extent.ANY, Extent.ANY, Extent.ANY, Extent.ANY);

  /// Everything of one tenant.
  public static Box ofTenant(String tenant) {
    return EVERYWHERE.with(Axis.TENANT, Extent.of(tenant));
  }

  /// Everything of one user.
  public static Box ofUser(String tenant, String user) {
    return ofTenant(tenant).with(Axis.USER, Extent.of(user));
  }

  /// Exactly one place.
  public static Box exactly(Place place) {
    return new Box(
        Extent.of(place.tenant()),
        Extent.of(place.user()),
        Extent.of(place.agent()),
        Extent.of(place.session()),
        Extent.of(place.label()));
  }

  /// How far this stretches along `axis`.
  public Extent on(Axis axis) {
    return switch (axis) {
      case TENANT -> tenant;
      case USER -> user;
      case AGENT -> agent;
      case SESSION -> session;
      case LABEL -> label;
    };
  }

  /// The same box with another extent on one axis.
  public Box with(Axis axis, Extent extent) {
    return switch (axis) {
      case TENANT -> new Box(extent, user, agent, session, label);
      case USER -> new Box(tenant, extent, agent, session, label);
      case AGENT -> new Box(tenant, user, extent, session, label);
      case SESSION -> new Box(tenant, user, agent, extent, label);
      case LABEL -> new Box(tenant, user, agent, session, extent);
    };
  }

  /// The same box, or the part of it that has exactly `value` on one axis, if a value is given.
  public Box narrowed(Axis axis, Optional<String> value) {
    return value.map(one -> with(axis, Extent.of(one))).orElse(this);
  }

  /// Whether `place` is inside.
  public boolean contains(Place place) {
    for (Axis axis : Axis.values()) {
      if (!on(axis).contains(place.on(axis))) {
        return false;
      }
    }
    return true;
  }

  /// Whether all of `other` is inside.
  public boolean covers(Box other) {
    for (Axis axis : Axis.values()) {
      if (!on(axis).covers(other.on(axis))) {
        return false;
      }
    }
    return true;
  }

  /// What both have in common; empty if that is nothing.
  public Optional<Box> intersect(Box other) {
    Box common = this;
    for (Axis axis : Axis.values()) {
      Optional<Extent> extent = on(axis).intersect(other.on(axis));
      if (extent.isEmpty()) {
        return Optional.empty();
      }
      common = common.with(axis, extent.get());
    }
    return Optional.of(common);
  }
}

package dev.memwarden.server.isolation;

import java.util.ArrayList;
import java.util.List;

/// A pattern of places, for the judge: per axis (tenant, user, agent, session, label) `ANY`, `NONE`
/// or a value.
record Where(List<String> axes) {
  static final String ANY = "\u0000any";
  static final String NONE = "\u0000none";

  static Where everywhere() {
    return new Where(List.of(ANY, ANY, ANY, ANY, ANY));
  }

  Where with(int axis, String value) {
    List<String> changed = new ArrayList<>(axes);
    changed.set(axis, value);
    return new Where(List.copyOf(changed));
  }

  /// Whether a place is meant; its axes are values or `NONE`.
  boolean has(List<String> place) {
    for (int i = 0; i < axes.size(); i++) {
      if (!axes.get(i).equals(ANY) && !axes.get(i).equals(place.get(i))) {
        return false;
      }
    }
    return true;
  }
}

package dev.memwarden.server.isolation;

import java.util.List;

/// Judges one action at one place by the plain words of the design: no unions, no boxes cut out of
/// boxes, just one place at a time. Shares no code with the product.
record Ownership(List<Line> policy) {

  /// @param place tenant, user, agent, session, label; each a value or [Where#NONE]
  boolean may(Who who, String action, List<String> place) {
    if (!who.usable() || !who.actions().contains(action) || !who.box().has(place)) {
      return false;
    }
    if (!place.get(0).equals(who.tenant())) {
      return false;
    }
    boolean nobodys = place.get(1).equals(Where.NONE);
    if (who.kind().equals("user") && nobodys) {
      return false;
    }
    boolean own = !who.kind().equals("user") || place.get(1).equals(who.id());
    boolean permitted =
        own
            || policy.stream()
                .anyMatch(
                    line -> line.permit() && line.concerns(who, action) && line.box().has(place));
    boolean forbidden =
        policy.stream()
            .anyMatch(
                line -> !line.permit() && line.concerns(who, action) && line.box().has(place));
    return permitted && !forbidden;
  }
}

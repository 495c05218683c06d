package dev.memwarden.server.audit;

import dev.memwarden.auth.Identity;
import dev.memwarden.auth.audit.Actor;
import dev.memwarden.auth.audit.AuditEvent;
import dev.memwarden.auth.audit.Correlation;
import dev.memwarden.auth.audit.Deed;
import dev.memwarden.auth.audit.Ending;
import java.time.Instant;
import java.util.Optional;

/// What is counted together: one credential on one way. Made for each request on the hottest path,
/// so all that takes time, such as texts, comes when it is written down.
///
/// @param who empty for many
/// @param via one object per way
record Check(Optional<Identity> who, Object via) {

  AuditEvent event() {
    return new AuditEvent(
        Instant.EPOCH,
        AuditEvent.Kind.CHECK,
        who.map(Actor::of).orElse(new Actor(Actor.NOBODY.tenant(), "many", "", "")),
        Deed.of(""),
        Ending.DONE,
        new Correlation("", "", via.toString()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Check check && via == check.via && isSame(check.who);
  }

  private boolean isSame(Optional<Identity> other) {
    if (who.isEmpty() || other.isEmpty()) {
      return who.isEmpty() && other.isEmpty();
    }
    Identity mine = who.get();
    Identity theirs = other.get();
    return mine == theirs
        || mine.credential().equals(theirs.credential())
            && mine.principal().equals(theirs.principal());
  }

  // The text of an id keeps its hash.
  @Override
  public int hashCode() {
    int credential = who.isPresent() ? who.get().credential().id().hashCode() : 0;
    return 31 * credential + System.identityHashCode(via);
  }
}

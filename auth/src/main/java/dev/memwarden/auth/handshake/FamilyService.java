package dev.memwarden.auth.handshake;

import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Authentication.Authenticated;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.key.AuthorityListener;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// Shows and ends families. Everything takes the proof for `keys:manage` and works within its
/// reach; what was ended does not work any more when its method returns.
///
/// All methods throw [dev.memwarden.auth.StoreUnavailableException] if the store cannot answer.
public final class FamilyService {
  private final FamilyStore families;
  private final ClientKeys keys;
  private final AuthorityListener listener;
  private final InstantSource clock;

  public FamilyService(
      FamilyStore families, ClientKeys keys, AuthorityListener listener, InstantSource clock) {
    this.families = families;
    this.keys = keys;
    this.listener = listener;
    this.clock = clock;
  }

  /// The families that work, oldest first: those of keys that have ended do not.
  public List<Family> list(Allow allow) {
    return families.list(allow, now()).stream()
        .filter(family -> keys.of(family) instanceof Authenticated)
        .toList();
  }

  /// Ends one; one that has ended stays as it is.
  ///
  /// @return the family as it is now; empty if there is none of that id in reach
  public Optional<Family> end(Allow allow, String id, String reason) {
    try {
      return families.end(allow, id, new Family.Ending(now(), reason));
    } finally {
      // Also if the store gave no answer: it may have done it all the same.
      listener.invalidate(id);
    }
  }

  /// Ends all tokens of somebody; keys stay as they are.
  ///
  /// @return whether that principal is in reach
  public boolean endAllOf(Allow allow, Principal principal) {
    try {
      return families.endAllOf(allow, principal, now());
    } finally {
      listener.invalidateAll();
    }
  }

  /// Ends all tokens of the tenant; keys stay as they are.
  public void endAll(Allow allow) {
    try {
      families.endAll(allow, now());
    } finally {
      listener.invalidateAll();
    }
  }

  /// Forgets what was over before `end`.
  public void forget(Instant end) {
    families.forget(end);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}

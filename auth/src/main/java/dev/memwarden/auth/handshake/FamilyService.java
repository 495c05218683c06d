package dev.memwarden.auth.handshake;

import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Authentication.Authenticated;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.key.AuthorityListener;
import dev.memwarden.auth.key.Page;
import dev.memwarden.auth.key.Slice;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
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

  /// The families that work, in the order in which they began: those of keys that have ended do
  /// not.
  ///
  /// @param slice begins beyond the family of an id
  /// @return empty if that family is not in reach
  public Optional<Page<Family>> list(Allow allow, Slice<String> slice) {
    if (slice.beyond().filter(id -> families.show(allow, id).isEmpty()).isPresent()) {
      return Optional.empty();
    }
    Instant now = now();
    return Optional.of(
        Page.of(
            Page.read(
                slice.oneMore(),
                part -> families.list(allow, now, part),
                family -> keys.of(family) instanceof Authenticated,
                Family::id),
            slice.limit()));
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

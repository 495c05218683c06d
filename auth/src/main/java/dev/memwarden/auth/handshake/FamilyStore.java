package dev.memwarden.auth.handshake;

import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.key.Slice;
import dev.memwarden.auth.token.RefreshToken;
import dev.memwarden.auth.token.WorkingTokenId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Where families are kept. Every write is durable when it returns. A family lies in the place of
/// its principal's keys ([dev.memwarden.auth.key.KeyRecord#place(Principal)]).
///
/// What a token itself proves needs no proof beyond it; whatever shows or ends families of others
/// takes the [Allow] for `keys:manage` and works within its reach.
///
/// All methods throw [dev.memwarden.auth.StoreUnavailableException] if the store cannot answer.
public interface FamilyStore {

  /// A family as it stands.
  ///
  /// @param floor number of the change of authority by which everything of its user or tenant was
  ///   ended last; what is older is dead. 0 if that was never done
  record Known(Family family, long floor) {}

  /// A step that was taken.
  ///
  /// @param seq number of the last change of authority before it
  record Taken(Step step, long seq) {}

  /// Stores a new family and its first refresh token.
  ///
  /// @return number of the last change of authority, this one included
  long open(Family family, RefreshToken first);

  /// Decides on a refresh token and does what was decided, in one transaction: two that come at
  /// once come one after the other.
  ///
  /// @param rule asked once; does nothing but decide
  /// @return empty if there is no such family
  Optional<Taken> turn(String family, Function<Chain, Step> rule);

  /// The family of this id.
  Optional<Known> find(String id);

  /// The family of this id with its refresh tokens.
  Optional<Chain> chain(String id);

  /// Ends one working token for whoever holds it: leaves the tombstone that
  /// [dev.memwarden.auth.key.KeyStore#bury] would.
  void endToken(WorkingTokenId id, Family.Ending ending);

  /// Ends a family for whoever holds a token of it; one that has ended stays as it is.
  ///
  /// @return the family as it is now; empty if there is none
  Optional<Family> end(String id, Family.Ending ending);

  /// Ends a family in reach; one that has ended stays as it is.
  ///
  /// @return the family as it is now; empty if there is none of that id in reach
  Optional<Family> end(Allow allow, String id, Family.Ending ending);

  /// Ends every token of a principal that was minted until now, and every family.
  ///
  /// @return whether the principal is in reach
  boolean endAllOf(Allow allow, Principal principal, Instant at);

  /// Ends every token in the caller's tenant that was minted until now, and every family.
  ///
  /// @throws IllegalStateException if the proof does not reach the whole tenant
  void endAll(Allow allow, Instant at);

  /// The family of this id in reach.
  Optional<Family> show(Allow allow, String id);

  /// Families in reach that have not ended at `now`, in the order in which they began.
  ///
  /// @param slice begins beyond the family of an id, ended or not; nothing is beyond one that is
  ///   not in reach
  List<Family> list(Allow allow, Instant now, Slice<String> slice);

  /// Forgets families that were ended before `end`, or whose newest refresh token was.
  void forget(Instant end);
}

package dev.memwarden.auth.key;

import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where principals are kept. Every write is durable when it returns; all methods take the proof
/// for `users:manage` and work within its reach, and throw [StoreUnavailableException] if the store
/// cannot answer.
public interface UserStore {

  /// Principals in reach, by the names of their kinds (admins first, users last) and by id; deleted
  /// ones too.
  ///
  /// @param slice begins beyond where this principal is or would be, whatever its tenant
  List<User> list(Allow allow, Slice<Principal> slice);

  /// What is stored about a principal; empty if nothing is, or if it is out of reach.
  Optional<User> find(Allow allow, Principal principal);

  /// Sets the status of a principal that is stored. Deleting one also revokes its keys, in the same
  /// transaction, and before that removes its memory and entities, little by little: should it
  /// fail, some may be gone already. It can be said again.
  ///
  /// @return the principal as it is now; empty if there is none in reach
  Optional<User> changeStatus(Allow allow, Principal principal, User.Status status, Instant at);

  /// Stores a principal if nothing is stored about it yet.
  void ensure(Allow allow, Principal principal, Instant at);
}

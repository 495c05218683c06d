package dev.memwarden.auth.key;

import dev.memwarden.auth.Principal;
import java.time.Instant;
import java.util.Optional;

/// What is stored about a principal.
///
/// @param status what it may do at all
/// @param changedAt when the status last changed
public record User(Principal principal, Status status, Instant createdAt, Instant changedAt) {

  /// What a principal may do at all.
  public enum Status {
    /// Its credentials work.
    ACTIVE,
    /// None of its credentials works until it is enabled again.
    DISABLED,
    /// Gone for good with its keys and memory; the id is not given out again by itself.
    DELETED
  }

  /// Whether the principal's credentials may work.
  public static boolean mayAct(Optional<User> user) {
    return user.isEmpty() || user.get().status() == Status.ACTIVE;
  }
}

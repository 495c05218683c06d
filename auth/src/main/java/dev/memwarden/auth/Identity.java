package dev.memwarden.auth;

import java.util.Optional;
import java.util.Set;

/// An authenticated caller: who it is, through which credential, and what that one may do at most.
///
/// @param roles roles of the principal that policy rules may name; none for API keys
public record Identity(
    Principal principal, Set<String> roles, Ceiling ceiling, CredentialRef credential) {

  public Identity {
    roles = Set.copyOf(roles);
  }

  /// The one value on an axis that the credential is for, if it is for one: what is meant there
  /// when a request says nothing.
  public Optional<String> pinned(Axis axis) {
    return ceiling.box().on(axis) instanceof Extent.One(String value)
        ? Optional.of(value)
        : Optional.empty();
  }
}

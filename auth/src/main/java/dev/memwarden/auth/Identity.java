package dev.memwarden.auth;

import java.util.Set;

/// An authenticated caller: who it is, through which credential, and what that one may do at most.
///
/// @param roles roles of the principal that policy rules may name; none for API keys
public record Identity(
    Principal principal, Set<String> roles, Ceiling ceiling, CredentialRef credential) {

  public Identity {
    roles = Set.copyOf(roles);
  }
}

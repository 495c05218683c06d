package dev.memwarden.memory;

import dev.memwarden.auth.Identity;

/// Who wrote a record, and through which credential.
///
/// @param principal such as `user:alice`
/// @param credential public id of the credential
public record Provenance(String principal, String credential) {

  /// The provenance of what `identity` writes.
  public static Provenance of(Identity identity) {
    return new Provenance(identity.principal().toString(), identity.credential().id());
  }
}

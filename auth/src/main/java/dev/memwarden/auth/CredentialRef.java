package dev.memwarden.auth;

import java.util.Locale;
import java.util.Optional;

/// Names a credential without revealing it: what logs, audits and stored records carry.
///
/// @param id public; unique per kind
/// @param key id of the API key whose allowance it uses up: its own, or that of the key it was
///   traded for; empty if there is no such key
public record CredentialRef(Kind kind, String id, Optional<String> key) {

  /// One that was traded for no other.
  public CredentialRef(Kind kind, String id) {
    this(kind, id, kind == Kind.API_KEY ? Optional.of(id) : Optional.empty());
  }

  /// What kind of credential proved the identity.
  public enum Kind {
    /// An API key.
    API_KEY,
    /// A token that was signed with a secret of the configuration.
    SHARED_SECRET_JWT,
    /// A token of an identity provider.
    OIDC_JWT,
    /// A token that this server has minted for a key.
    WORKING_JWT,
    /// The local control socket, guarded by the operating system's permissions.
    CONTROL_SOCKET,
    /// A report of leaked keys that a code host has signed; named by the host's key.
    LEAK_REPORT,
    /// None: authentication is switched off.
    ANONYMOUS;

    /// The word on the wire.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}

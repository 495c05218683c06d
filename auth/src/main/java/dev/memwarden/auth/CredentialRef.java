package dev.memwarden.auth;

import java.util.Locale;

/// Names a credential without revealing it: what logs, audits and stored records carry.
///
/// @param id public; unique per kind
public record CredentialRef(Kind kind, String id) {

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
    /// None: authentication is switched off.
    ANONYMOUS;

    /// The word on the wire.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}

package dev.memwarden.auth.audit;

import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Principal;

/// Who did something, and through which credential: names only, which prove nothing.
///
/// @param tenant whose administrators may see it
/// @param principal such as `user:alice`; empty if nothing proved who it was
/// @param kind what kind of credential it was, such as `api_key`; empty if none proved anything
/// @param credential its public id; empty likewise
public record Actor(String tenant, String principal, String kind, String credential) {

  /// Whoever proved nothing. It belongs to the tenant of whoever runs the server.
  public static final Actor NOBODY = new Actor(Principal.DEFAULT_TENANT, "", "", "");

  /// The server itself.
  public static final Actor SERVER = new Actor(Principal.DEFAULT_TENANT, "server", "", "");

  /// Who a credential proved.
  public static Actor of(Identity who) {
    return of(who.principal(), who.credential());
  }

  /// A principal through one of its credentials.
  public static Actor of(Principal who, CredentialRef credential) {
    return new Actor(who.tenant(), who.toString(), credential.kind().word(), credential.id());
  }
}

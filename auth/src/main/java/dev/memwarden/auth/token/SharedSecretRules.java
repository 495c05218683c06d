package dev.memwarden.auth.token;

import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Principal;
import java.time.Duration;
import java.util.Set;

/// Whom tokens of a shared secret may prove.
///
/// @param tenant the one that all of them are for
/// @param token what they must say
public record SharedSecretRules(String tenant, TokenRules token) {

  /// Id of the service that a token without `sub` is.
  public static final String SERVICE = "zep";

  /// @throws IllegalArgumentException if `tenant` is no [Axis] value
  public SharedSecretRules {
    if (!Axis.accepts(tenant)) {
      throw new IllegalArgumentException("the tenant is no id");
    }
  }

  /// @param audiences names of this server, one of which an `aud` must have
  /// @param subjectRequired whether tokens without `sub`, which are a service, are refused
  public static SharedSecretRules of(
      String tenant, Set<String> audiences, boolean subjectRequired, Duration leeway) {
    return new SharedSecretRules(
        tenant, new TokenRules(Set.of("jwt"), false, audiences, false, subjectRequired, leeway));
  }

  /// Whom a token without `sub` proves.
  public Principal service() {
    return new Principal(Principal.Kind.SERVICE, tenant, SERVICE);
  }
}

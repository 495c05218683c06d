package dev.memwarden.auth.token;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Secret;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the verified claims of a shared secret's token come to: a user if there is a `sub`, else
/// the deployment's service.
final class SharedSecretClaims {
  private SharedSecretClaims() {}

  /// The identity that a token proves as far as it says itself.
  ///
  /// @param text the whole token, which names it if its claims do not
  /// @return empty if its subject can be nobody's id
  static Optional<Identity> identity(Claims claims, SharedSecretRules rules, Secret text) {
    if (claims.subject().filter(subject -> !Axis.accepts(subject)).isPresent()) {
      return Optional.empty();
    }
    Principal principal =
        claims
            .subject()
            .map(subject -> new Principal(Principal.Kind.USER, rules.tenant(), subject))
            .orElseGet(rules::service);
    return Optional.of(
        new Identity(
            principal,
            Set.of(),
            TokenLife.ceiling(
                claims,
                actions(claims.scope(), principal.kind()),
                principal.tenant(),
                rules.token().leeway()),
            new CredentialRef(CredentialRef.Kind.SHARED_SECRET_JWT, TokenId.of("", claims, text))));
  }

  /// What the scope allows: words that are no action allow nothing. A scope limits a service to
  /// less than memory and chat, and says of a user whatever a user may do.
  private static Set<Action> actions(Optional<List<String>> scope, Principal.Kind kind) {
    if (scope.isEmpty()) {
      return Action.MEMORY_AND_CHAT;
    }
    EnumSet<Action> actions = EnumSet.noneOf(Action.class);
    scope.get().forEach(word -> Action.of(word).ifPresent(actions::add));
    if (kind != Principal.Kind.USER) {
      actions.retainAll(Action.MEMORY_AND_CHAT);
    }
    return actions;
  }
}

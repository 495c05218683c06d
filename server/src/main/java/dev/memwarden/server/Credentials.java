package dev.memwarden.server;

import dev.memwarden.auth.Authentication.Refused;
import dev.memwarden.auth.Authenticators;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.Standing;
import dev.memwarden.auth.key.AuthorityListener;
import dev.memwarden.auth.key.ConfiguredKeys;
import dev.memwarden.auth.key.KeyAuthenticator;
import dev.memwarden.auth.key.KeyProver;
import dev.memwarden.auth.token.SharedSecretJudge;
import dev.memwarden.auth.token.SharedSecretRules;
import dev.memwarden.auth.token.TokenJudges;
import dev.memwarden.auth.token.TokenRevocation;
import dev.memwarden.auth.token.TokenShape;
import dev.memwarden.server.issuer.Issuers;
import dev.memwarden.stores.Stores;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Everything that judges credentials, put together.
///
/// @param keys judges API keys
/// @param tokens judges tokens, if any are taken
/// @param all each for its kind
record Credentials(KeyAuthenticator keys, Optional<TokenJudges> tokens, Authenticators all) {

  static Credentials of(
      Configuration.Store config,
      Stores stores,
      ConfiguredKeys configured,
      KeyProver prover,
      Issuers issuers,
      InstantSource clock) {
    KeyAuthenticator keys = new KeyAuthenticator(stores.keys(), configured, prover, clock);
    Optional<SharedSecretConfiguration> shared = config.sharedSecret();
    if (shared.isEmpty() && config.issuers().isEmpty()) {
      return new Credentials(keys, Optional.empty(), Authenticators.of(keys));
    }
    Arrivals arrivals = new Arrivals(stores.users(), clock);
    TokenJudges tokens =
        new TokenJudges(
            shared.map(secret ->
                new SharedSecretJudge(secret.secrets(), secret.rules(), stores.keys(), arrivals)),
            issuers.judges(stores.keys(), arrivals),
            clock);
    Predicate<Secret> isSecret =
        text -> shared.filter(secret -> secret.secrets().contains(text)).isPresent();
    Authenticators all = Authenticators.of(keys, tokens, tokenShaped(config, configured), isSecret);
    return new Credentials(keys, Optional.of(tokens), all);
  }

  /// Hears of changes for all of them.
  AuthorityListener listener() {
    return tokens.map(judges -> AuthorityListener.all(List.of(keys, judges))).orElse(keys);
  }

  /// Says of each kind whether it still stands.
  Standing standing() {
    return proved ->
        switch (proved.credential().kind()) {
          case API_KEY -> keys.of(proved);
          case SHARED_SECRET_JWT, OIDC_JWT ->
              tokens.map(judges -> judges.of(proved)).orElse(new Refused(Refusal.UNKNOWN_KEY));
          case CONTROL_SOCKET, ANONYMOUS -> new Refused(Refusal.UNKNOWN_KEY);
        };
  }

  /// Ends tokens for all of them, if any are taken.
  Optional<TokenRevocation> revocation(
      Configuration.Store config, Stores stores, InstantSource clock) {
    Principal named =
        config
            .sharedSecret()
            .map(shared -> shared.rules().service())
            .orElse(
                new Principal(
                    Principal.Kind.SERVICE, Principal.DEFAULT_TENANT, SharedSecretRules.SERVICE));
    return tokens.map(
        judges -> new TokenRevocation(judges, named, stores.keys(), listener(), clock));
  }

  // Hardly any configuration has such a key, and then no token need be looked up as one.
  private static Predicate<Secret> tokenShaped(
      Configuration.Store config, ConfiguredKeys configured) {
    boolean any = config.apiKeys().keySet().stream().map(Secret::of).anyMatch(TokenShape::isToken);
    return any ? configured::contains : _ -> false;
  }
}

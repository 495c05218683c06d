package dev.memwarden.server;

import dev.memwarden.auth.Authenticators;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.key.AuthorityListener;
import dev.memwarden.auth.key.ConfiguredKeys;
import dev.memwarden.auth.key.KeyAuthenticator;
import dev.memwarden.auth.key.KeyProver;
import dev.memwarden.auth.token.SharedSecretAuthenticator;
import dev.memwarden.auth.token.TokenRevocation;
import dev.memwarden.auth.token.TokenShape;
import dev.memwarden.stores.Stores;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Everything that judges credentials, put together.
///
/// @param keys judges API keys
/// @param tokens judges tokens of a shared secret, if there is one
/// @param all each for its kind
record Credentials(
    KeyAuthenticator keys, Optional<SharedSecretAuthenticator> tokens, Authenticators all) {

  static Credentials of(
      Configuration.Store config,
      Stores stores,
      ConfiguredKeys configured,
      KeyProver prover,
      InstantSource clock) {
    KeyAuthenticator keys = new KeyAuthenticator(stores.keys(), configured, prover, clock);
    Optional<SharedSecretConfiguration> shared = config.sharedSecret();
    if (shared.isEmpty()) {
      return new Credentials(keys, Optional.empty(), Authenticators.of(keys));
    }
    SharedSecretAuthenticator tokens =
        new SharedSecretAuthenticator(
            shared.get().secrets(),
            shared.get().rules(),
            stores.keys(),
            new Arrivals(stores.users(), clock),
            clock);
    Authenticators all =
        Authenticators.of(
            keys, tokens, tokenShaped(config, configured), shared.get().secrets()::contains);
    return new Credentials(keys, Optional.of(tokens), all);
  }

  /// Hears of changes for all of them.
  AuthorityListener listener() {
    return tokens.map(judge -> AuthorityListener.all(List.of(keys, judge))).orElse(keys);
  }

  /// Ends tokens for all of them, if any are taken.
  Optional<TokenRevocation> revocation(
      Configuration.Store config, Stores stores, InstantSource clock) {
    return config
        .sharedSecret()
        .map(shared ->
            new TokenRevocation(
                shared.secrets(), shared.rules(), stores.keys(), listener(), clock));
  }

  // Hardly any configuration has such a key, and then no token need be looked up as one.
  private static Predicate<Secret> tokenShaped(
      Configuration.Store config, ConfiguredKeys configured) {
    boolean any = config.apiKeys().keySet().stream().map(Secret::of).anyMatch(TokenShape::isToken);
    return any ? configured::contains : _ -> false;
  }
}

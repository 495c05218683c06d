package dev.memwarden.server;

import dev.memwarden.auth.Authentication.Refused;
import dev.memwarden.auth.Authenticator;
import dev.memwarden.auth.Authenticators;
import dev.memwarden.auth.Credential;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.Standing;
import dev.memwarden.auth.key.AuthorityListener;
import dev.memwarden.auth.key.ConfiguredKeys;
import dev.memwarden.auth.key.ForeignTokenJudge;
import dev.memwarden.auth.key.Freshness;
import dev.memwarden.auth.key.KeyAuthenticator;
import dev.memwarden.auth.key.KeyProver;
import dev.memwarden.auth.key.KnownChanges;
import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.auth.token.SharedSecretJudge;
import dev.memwarden.auth.token.SharedSecretRules;
import dev.memwarden.auth.token.TokenJudges;
import dev.memwarden.auth.token.TokenRevocation;
import dev.memwarden.auth.token.TokenShape;
import dev.memwarden.server.issuer.Issuers;
import dev.memwarden.stores.Stores;
import dev.memwarden.stores.redis.Redis;
import dev.memwarden.stores.redis.RedisTokens;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Everything that judges credentials, put together.
///
/// @param keys judges API keys
/// @param others judges the tokens of another system, after all keys; empty if there is none
/// @param tokens judges tokens
/// @param all each for its kind
/// @param issuance gives out tokens
/// @param memory lets go of what all of them remember
/// @param changes must hear of every change that is made here: lets go of that, and tells others
record Credentials(
    KeyAuthenticator keys,
    Optional<ForeignTokenJudge> others,
    TokenJudges tokens,
    Authenticators all,
    Issuance issuance,
    AuthorityListener memory,
    AuthorityListener changes) {

  /// @param known counts the changes that are known here
  /// @param elsewhere hears of every change that is made here
  static Credentials of(
      Configuration.Store config,
      Stores stores,
      MasterKeyRing ring,
      ConfiguredKeys configured,
      KeyProver prover,
      Issuers issuers,
      Freshness freshness,
      Optional<Redis> redis,
      KnownChanges known,
      Optional<AuthorityListener> elsewhere,
      SecureRandom random,
      InstantSource clock) {
    KeyAuthenticator keys =
        new KeyAuthenticator(stores.keys(), configured, prover, clock, freshness);
    Optional<ForeignTokenJudge> others =
        redis.flatMap(its ->
            config
                .redis()
                .flatMap(RedisConfiguration::tokens)
                .map(rules ->
                    new ForeignTokenJudge(
                        keys,
                        new RedisTokens(its, clock),
                        rules,
                        stores.keys(),
                        prover,
                        clock,
                        System::nanoTime)));
    Optional<SharedSecretConfiguration> shared = config.sharedSecret();
    IssuerUrl issuer = new IssuerUrl(config.publicUrl());
    Issuance.Ground ground =
        Issuance.Ground.of(stores, ring, issuer, keys, freshness, random, clock);
    Arrivals arrivals = new Arrivals(stores.users(), clock);
    TokenJudges tokens =
        new TokenJudges(
            shared.map(secret ->
                new SharedSecretJudge(secret.secrets(), secret.rules(), stores.keys(), arrivals)),
            Optional.of(new TokenJudges.Own(issuer, ground.judge())),
            issuers.judges(stores.keys(), arrivals),
            clock,
            freshness);
    Authenticators all =
        Authenticators.of(
            others.<Authenticator<Credential.ApiKey>>map(judge -> judge).orElse(keys),
            tokens,
            tokenShaped(config, configured),
            text -> shared.filter(secret -> secret.secrets().contains(text)).isPresent());
    List<AuthorityListener> listeners = new ArrayList<>(List.of(keys, tokens));
    others.ifPresent(listeners::add);
    listeners.add(known);
    AuthorityListener memory = AuthorityListener.all(listeners);
    elsewhere.ifPresent(listeners::add);
    AuthorityListener changes = AuthorityListener.all(listeners);
    Issuance issuance = Issuance.of(ground, changes, random, clock);
    return new Credentials(keys, others, tokens, all, issuance, memory, changes);
  }

  /// Says of each kind whether it still stands.
  Standing standing() {
    return proved ->
        switch (proved.credential().kind()) {
          case API_KEY -> others.<Standing>map(judge -> judge).orElse(keys).of(proved);
          case SHARED_SECRET_JWT, OIDC_JWT, WORKING_JWT -> tokens.of(proved);
          case CONTROL_SOCKET, LEAK_REPORT, ANONYMOUS -> new Refused(Refusal.UNKNOWN_KEY);
        };
  }

  /// Ends tokens for all of them.
  TokenRevocation revocation(Configuration.Store config, Stores stores, InstantSource clock) {
    Principal named =
        config
            .sharedSecret()
            .map(shared -> shared.rules().service())
            .orElse(
                new Principal(
                    Principal.Kind.SERVICE, Principal.DEFAULT_TENANT, SharedSecretRules.SERVICE));
    return new TokenRevocation(tokens, named, stores.keys(), changes, clock);
  }

  // Hardly any configuration has such a key, and then no token need be looked up as one.
  private static Predicate<Secret> tokenShaped(
      Configuration.Store config, ConfiguredKeys configured) {
    boolean any = config.apiKeys().keySet().stream().map(Secret::of).anyMatch(TokenShape::isToken);
    return any ? configured::contains : _ -> false;
  }
}

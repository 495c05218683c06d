package dev.memwarden.benchmarks.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.memwarden.auth.Secret;
import dev.memwarden.auth.key.KeyStore;
import dev.memwarden.auth.token.Issuer;
import dev.memwarden.auth.token.IssuerDocuments;
import dev.memwarden.auth.token.IssuerJudge;
import dev.memwarden.auth.token.IssuerPreset;
import dev.memwarden.auth.token.IssuerRules;
import dev.memwarden.auth.token.SharedSecretJudge;
import dev.memwarden.auth.token.SharedSecretRules;
import dev.memwarden.auth.token.SharedSecrets;
import dev.memwarden.auth.token.SignatureAlgorithm;
import dev.memwarden.auth.token.SignatureTurns;
import dev.memwarden.auth.token.TokenJudge;
import dev.memwarden.auth.token.TokenJudges;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Judges tokens of one key as a server with that configuration does.
final class Judges {
  private static final InstantSource CLOCK = InstantSource.system();

  private Judges() {}

  /// @param wrap stands around the one judge there is
  static TokenJudges of(TokenKey key, KeyStore store, UnaryOperator<TokenJudge> wrap) {
    return key.secret().isPresent()
        ? new TokenJudges(
            Optional.of(wrap.apply(shared(key.secret().get(), store))), Map.of(), CLOCK)
        : new TokenJudges(
            Optional.empty(), Map.of(TokenClaims.ISSUER, wrap.apply(issuer(key, store))), CLOCK);
  }

  private static TokenJudge shared(String secret, KeyStore store) {
    return new SharedSecretJudge(
        SharedSecrets.of(Secret.of(secret), List.of()),
        SharedSecretRules.of("default", Set.of(TokenClaims.AUDIENCE), false, Duration.ZERO),
        store,
        _ -> {});
  }

  private static TokenJudge issuer(TokenKey key, KeyStore store) {
    IssuerRules usual =
        IssuerRules.of(TokenClaims.ISSUER, IssuerPreset.GENERIC, Set.of(TokenClaims.AUDIENCE));
    IssuerRules rules =
        new IssuerRules(
            usual.issuer(),
            usual.preset(),
            Set.of(SignatureAlgorithm.of(key.algorithm()).orElseThrow()),
            usual.audiences(),
            usual.subject(),
            usual.tenants(),
            usual.scopes(),
            usual.roles(),
            usual.leeway());
    Issuer issuer =
        new Issuer(
            rules,
            Optional.of(URI.create(TokenClaims.ISSUER)),
            (_, _) -> new IssuerDocuments.Answer.Document(key.jwks().getBytes(UTF_8)),
            (why, _) -> {
              throw new IllegalStateException(why);
            },
            CLOCK);
    issuer.keepFresh();
    return new IssuerJudge(issuer, new SignatureTurns(1), store, _ -> {});
  }
}

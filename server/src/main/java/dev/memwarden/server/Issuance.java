package dev.memwarden.server;

import dev.memwarden.auth.handshake.ClientKeys;
import dev.memwarden.auth.handshake.Family;
import dev.memwarden.auth.handshake.FamilyService;
import dev.memwarden.auth.handshake.Handshake;
import dev.memwarden.auth.handshake.IssuedTokens;
import dev.memwarden.auth.handshake.SigningKeys;
import dev.memwarden.auth.handshake.WorkingTokenJudge;
import dev.memwarden.auth.key.AuthorityListener;
import dev.memwarden.auth.key.Freshness;
import dev.memwarden.auth.key.KeyAuthenticator;
import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.auth.key.Sealing;
import dev.memwarden.auth.token.RefreshTokens;
import dev.memwarden.stores.Stores;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything that gives out tokens, put together.
///
/// @param issuer this server's name in tokens
/// @param families shows and ends what was given out
public record Issuance(
    IssuerUrl issuer,
    SigningKeys signing,
    Handshake handshake,
    IssuedTokens issued,
    FamilyService families) {
  private static final Logger LOG = LoggerFactory.getLogger(Issuance.class);
  private static final Duration KEPT = Duration.ofDays(1);
  private static final String SIGNING_KEY = "signing-key";

  /// What is needed to judge working tokens, before anything can be given out.
  public record Ground(
      Stores stores, MasterKeyRing ring, IssuerUrl issuer, SigningKeys signing, ClientKeys keys) {

    public static Ground of(
        Stores stores,
        MasterKeyRing ring,
        IssuerUrl issuer,
        KeyAuthenticator keys,
        Freshness freshness,
        SecureRandom random,
        InstantSource clock) {
      Sealing sealing = new Sealing(ring, random, SIGNING_KEY);
      return new Ground(
          stores,
          ring,
          issuer,
          new SigningKeys(stores.signingKeys(), sealing, random, clock, freshness),
          new ClientKeys(keys, keys));
    }

    /// Judges working tokens.
    public WorkingTokenJudge judge() {
      return new WorkingTokenJudge(signing, issuer, stores.families(), stores.keys(), keys);
    }
  }

  /// Replaces signing keys that have become old, and forgets what ended long ago. To be called from
  /// time to time.
  void tend(Instant now) {
    signing.tend();
    families.forget(now.minus(KEPT));
  }

  /// @param listener hears of every token that was ended
  public static Issuance of(
      Ground ground, AuthorityListener listener, SecureRandom random, InstantSource clock) {
    Stores stores = ground.stores();
    RefreshTokens refreshTokens = new RefreshTokens(ground.ring());
    return new Issuance(
        ground.issuer(),
        ground.signing(),
        new Handshake(
            stores.families(),
            ground.keys(),
            refreshTokens,
            ground.signing(),
            ground.issuer(),
            listener,
            Issuance::replayed,
            random,
            clock),
        new IssuedTokens(
            stores.families(), ground.keys(), refreshTokens, ground.judge(), listener, clock),
        new FamilyService(stores.families(), ground.keys(), listener, clock));
  }

  private static void replayed(Family family) {
    LOG.atWarn()
        .addKeyValue("alarm", "refresh_token_replayed")
        .addKeyValue("login", family.id())
        .addKeyValue("key", family.client())
        .addKeyValue("principal", family.principal())
        .addKeyValue("tenant", family.principal().tenant())
        .log("a login has ended: a refresh token of it was copied");
  }
}

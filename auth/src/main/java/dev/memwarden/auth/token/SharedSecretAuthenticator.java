package dev.memwarden.auth.token;

import dev.memwarden.auth.Authentication;
import dev.memwarden.auth.Authentication.Authenticated;
import dev.memwarden.auth.Authentication.Refused;
import dev.memwarden.auth.Authenticator;
import dev.memwarden.auth.Credential;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.key.AuthorityCache;
import dev.memwarden.auth.key.AuthorityListener;
import dev.memwarden.auth.key.KeyHash;
import dev.memwarden.auth.key.KeyStore;
import dev.memwarden.auth.key.User;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/// Judges tokens that were signed with a secret of the configuration, as Zep's are.
///
/// - **No store** is asked for a token that does not verify.
/// - **What a store knows** (a tombstone of the token, the status of whom it proves) is remembered
///   by the digest of the whole text; time is judged on every request.
/// - **Changes** count once [#invalidate] or [#invalidateAll] has returned.
///
/// Thread-safe.
public final class SharedSecretAuthenticator
    implements Authenticator<Credential.Bearer>, AuthorityListener {

  /// How many verified tokens are remembered.
  private static final long CACHE_SIZE = 50_000;

  private final SharedSecretVerifier verifier;
  private final KeyStore store;
  private final Consumer<Identity> arrivals;
  private final InstantSource clock;
  private final AuthorityCache<KeyHash, Authentication> cache = new AuthorityCache<>(CACHE_SIZE);

  /// @param store knows tombstones and principals
  /// @param arrivals hears of whoever presents a good token and is not stored yet; stores it
  public SharedSecretAuthenticator(
      SharedSecrets secrets,
      SharedSecretRules rules,
      KeyStore store,
      Consumer<Identity> arrivals,
      InstantSource clock) {
    this.verifier = new SharedSecretVerifier(secrets, rules);
    this.store = store;
    this.arrivals = arrivals;
    this.clock = clock;
  }

  @Override
  public Authentication authenticate(Credential.Bearer token, InetAddress from) {
    KeyHash digest = KeyHash.of(token.text());
    Optional<Authentication> known = cache.find(digest);
    if (known.isPresent()) {
      return now(known.get(), from);
    }
    return switch (verifier.verify(token.text(), clock.instant())) {
      case Refused refused -> refused;
      case Authenticated(Identity identity) -> {
        AuthorityCache.Reading<Authentication> reading =
            cache.read(() -> Optional.of(asStored(identity)));
        cache.keep(digest, reading);
        yield now(reading.value().orElseThrow(), from);
      }
    };
  }

  /// Verifying costs a few microseconds whatever the token is, which is less than leaving the event
  /// loop: only one that verifies has to.
  @Override
  public Optional<Authentication> ifCached(Credential.Bearer token, InetAddress from) {
    Optional<Authentication> known = cache.find(KeyHash.of(token.text()));
    if (known.isPresent()) {
      return known.map(answer -> now(answer, from));
    }
    return Optional.of(verifier.verify(token.text(), clock.instant()))
        .filter(Refused.class::isInstance);
  }

  /// Ids of tokens do not lead to the digests that they are remembered by.
  @Override
  public void invalidate(String id) {
    if (SharedSecretClaims.isId(id)) {
      cache.invalidateAll();
    }
  }

  @Override
  public void invalidateAll() {
    cache.invalidateAll();
  }

  private Authentication asStored(Identity identity) {
    KeyStore.Grave grave = store.grave(identity.credential().id(), identity.principal());
    if (grave.revocation().isPresent()) {
      return new Refused(Refusal.REVOKED);
    }
    if (!User.mayAct(grave.owner())) {
      return new Refused(Refusal.DISABLED_PRINCIPAL);
    }
    if (grave.owner().isEmpty()) {
      arrivals.accept(identity);
    }
    return new Authenticated(identity);
  }

  private Authentication now(Authentication answer, InetAddress from) {
    return switch (answer) {
      case Refused refused -> refused;
      case Authenticated(Identity identity) ->
          identity
              .ceiling()
              .refusal(clock.instant(), from)
              .<Authentication>map(Refused::new)
              .orElse(answer);
    };
  }
}

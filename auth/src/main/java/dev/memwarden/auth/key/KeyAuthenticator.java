package dev.memwarden.auth.key;

import dev.memwarden.auth.Authentication;
import dev.memwarden.auth.Authentication.Authenticated;
import dev.memwarden.auth.Authentication.Refused;
import dev.memwarden.auth.Authenticator;
import dev.memwarden.auth.Credential;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.Standing;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Judges API keys: our own by their id and proof, configured ones by a keyed tag of their text.
///
/// - **A text with a wrong check** is refused without any lookup.
/// - **An unknown id, a wrong secret, a revoked key and one of a disabled owner** cost the same:
///   all are hashed twice and ask the store, and none is remembered.
/// - **Revocation, owner, time and network** are judged on every request, remembered or not.
/// - **Changes** count once [#invalidate] or [#invalidateAll] has returned; a reading of the store
///   that began before is not used.
///
/// Thread-safe.
public final class KeyAuthenticator
    implements Authenticator<Credential.ApiKey>, Standing, AuthorityListener {

  /// How many proved keys are remembered by default: about 100 MB when full.
  public static final long DEFAULT_CACHE_SIZE = 200_000;

  private static final Authentication MALFORMED = new Refused(Refusal.MALFORMED_KEY);
  private static final Authentication UNKNOWN = new Refused(Refusal.UNKNOWN_KEY);
  private static final Authentication WRONG_SECRET = new Refused(Refusal.WRONG_SECRET);

  private final KeyStore store;
  private final ConfiguredKeys configured;
  private final InstantSource clock;
  private final AuthorityCache<String, KnownKey> cache;
  private final Uses uses = new Uses();

  public KeyAuthenticator(KeyStore store, ConfiguredKeys configured, InstantSource clock) {
    this(store, configured, clock, DEFAULT_CACHE_SIZE);
  }

  /// @param cacheSize how many proved keys are remembered
  public KeyAuthenticator(
      KeyStore store, ConfiguredKeys configured, InstantSource clock, long cacheSize) {
    this.store = store;
    this.configured = configured;
    this.clock = clock;
    this.cache = new AuthorityCache<>(cacheSize);
  }

  @Override
  public Authentication authenticate(Credential.ApiKey credential, InetAddress from) {
    Secret text = credential.text();
    return switch (KeyText.shapeOf(text)) {
      case KeyText.Shape.Own(String id) -> own(id, text, from);
      case KeyText.Shape.BrokenOwn _ -> MALFORMED;
      case KeyText.Shape.Foreign _ ->
          configured.find(text).map(entry -> admit(known(entry), from)).orElse(UNKNOWN);
    };
  }

  @Override
  public Optional<Authentication> ifCached(Credential.ApiKey credential, InetAddress from) {
    Secret text = credential.text();
    return switch (KeyText.shapeOf(text)) {
      case KeyText.Shape.Own(String id) ->
          cache.find(id).filter(key -> key.isProvedBy(text)).map(key -> admit(key, from));
      case KeyText.Shape.BrokenOwn _ -> Optional.of(MALFORMED);
      case KeyText.Shape.Foreign _ ->
          configured
              .find(text)
              .flatMap(entry -> cache.find(entry.record().id()))
              .map(key -> admit(key, from));
    };
  }

  /// The networks of a key are not judged: the credential was admitted from one of them earlier.
  @Override
  public Authentication of(CredentialRef credential) {
    return switch (credential.kind()) {
      case API_KEY -> known(credential.id()).map(key -> key.judge(clock.instant())).orElse(UNKNOWN);
      case SHARED_SECRET_JWT, CONTROL_SOCKET, ANONYMOUS -> UNKNOWN;
    };
  }

  @Override
  public void invalidate(String id) {
    cache.invalidate(id);
  }

  @Override
  public void invalidateAll() {
    cache.invalidateAll();
  }

  /// Which stored keys were used since the last call, to the minute. For [KeyStore#touch], once a
  /// minute.
  public List<KeyStore.Use> drainUses() {
    return uses.drain().stream().filter(use -> configured.find(use.id()).isEmpty()).toList();
  }

  private Authentication own(String id, Secret text, InetAddress from) {
    Optional<KnownKey> remembered = cache.find(id);
    if (isProved(remembered, text)) {
      return admit(remembered.orElseThrow(), from);
    }
    AuthorityCache.Reading<KnownKey> reading = cache.read(() -> stored(id));
    if (isProved(reading.value(), text)) {
      // Only now: ids are public, and whoever merely knows one shall not decide what is remembered.
      KnownKey key = reading.value().orElseThrow();
      if (!key.isFallen()) {
        cache.keep(id, reading);
      }
      return admit(key, from);
    }
    return reading.value().isPresent() ? WRONG_SECRET : UNKNOWN;
  }

  // Hashes the text even where there is nothing to compare with.
  private static boolean isProved(Optional<KnownKey> key, Secret text) {
    return key.isPresent() ? key.get().isProvedBy(text) : KeyHash.NOTHING.proves(text);
  }

  private Authentication admit(KnownKey key, InetAddress from) {
    Instant now = clock.instant();
    Authentication answer = key.judge(now, from);
    if (answer instanceof Authenticated) {
      uses.add(key, now);
    }
    return answer;
  }

  private Optional<KnownKey> known(String id) {
    Optional<ConfiguredKeys.Entry> entry = configured.find(id);
    if (entry.isPresent()) {
      return entry.map(this::known);
    }
    Optional<KnownKey> remembered = cache.find(id);
    return remembered.isPresent() ? remembered : cache.read(() -> stored(id)).value();
  }

  private KnownKey known(ConfiguredKeys.Entry entry) {
    Optional<KnownKey> remembered = cache.find(entry.record().id());
    if (remembered.isPresent()) {
      return remembered.get();
    }
    AuthorityCache.Reading<KnownKey> reading =
        cache.read(() -> Optional.of(known(entry.asOf(store))));
    cache.keep(entry.record().id(), reading);
    return reading.value().orElseThrow();
  }

  private Optional<KnownKey> stored(String id) {
    return store.find(id).map(KeyAuthenticator::known);
  }

  private static KnownKey known(KeyStore.Owned owned) {
    return new KnownKey(owned.key(), owned.owner());
  }
}

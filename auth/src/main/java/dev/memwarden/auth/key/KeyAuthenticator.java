package dev.memwarden.auth.key;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.memwarden.auth.Authentication;
import dev.memwarden.auth.Authentication.Authenticated;
import dev.memwarden.auth.Authentication.Refused;
import dev.memwarden.auth.Authenticator;
import dev.memwarden.auth.Credential;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.Standing;
import dev.memwarden.auth.slow.SlowHash;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Judges API keys: our own by their id and proof, all others by a keyed tag of their text.
///
/// - **A text with a wrong check** is refused without any lookup.
/// - **An unknown id, a wrong secret, a revoked key and one of a disabled owner** cost the same:
///   all are hashed equally often and ask the store, and none is remembered.
/// - **Imported hashes** without a tag are tried for texts that may be theirs, see [UntaggedKeys].
/// - **A slow hash** is computed for a text only whose tag has matched a key that is good
///   otherwise, and once: from then on the key is known by the SHA-256 of its text.
/// - **Revocation, owner, time and network** are judged on every request, remembered or not.
/// - **Changes** count once [#invalidate] or [#invalidateAll] has returned; a reading of the store
///   that began before is not used.
///
/// Thread-safe.
public final class KeyAuthenticator
    implements Authenticator<Credential.ApiKey>, Standing, AuthorityListener {

  /// How many proved keys are remembered by default: about 125 MB when full. Until it is half full,
  /// no account is kept of which are used.
  public static final long DEFAULT_CACHE_SIZE = 250_000;

  private static final Authentication MALFORMED = new Refused(Refusal.MALFORMED_KEY);
  private static final Authentication UNKNOWN = new Refused(Refusal.UNKNOWN_KEY);
  private static final Authentication WRONG_SECRET = new Refused(Refusal.WRONG_SECRET);

  private final KeyStore store;
  private final ConfiguredKeys configured;
  private final InstantSource clock;
  private final AuthorityCache<String, KnownKey> cache;
  // Which key a text without an id is: that never changes, and what the key may do is in the cache.
  private final Cache<KeyHash, String> texts;
  private final KeyProver prover;
  private final UntaggedKeys untagged;
  private final Uses uses = new Uses();

  /// One that compares SHA-256 alone.
  public KeyAuthenticator(KeyStore store, ConfiguredKeys configured, InstantSource clock) {
    this(store, configured, KeyProver.PLAIN, clock);
  }

  public KeyAuthenticator(
      KeyStore store, ConfiguredKeys configured, KeyProver prover, InstantSource clock) {
    this(store, configured, prover, clock, Freshness.ALWAYS);
  }

  /// @param freshness whether proved keys may be remembered
  public KeyAuthenticator(
      KeyStore store,
      ConfiguredKeys configured,
      KeyProver prover,
      InstantSource clock,
      Freshness freshness) {
    this(store, configured, prover, clock, freshness, DEFAULT_CACHE_SIZE);
  }

  /// @param cacheSize how many proved keys are remembered
  KeyAuthenticator(
      KeyStore store,
      ConfiguredKeys configured,
      KeyProver prover,
      InstantSource clock,
      Freshness freshness,
      long cacheSize) {
    this.store = store;
    this.configured = configured;
    this.prover = prover;
    this.clock = clock;
    this.untagged = new UntaggedKeys(store, prover, clock);
    this.cache = new AuthorityCache<>(cacheSize, freshness);
    this.texts = Caffeine.newBuilder().maximumSize(cacheSize).executor(Runnable::run).build();
  }

  @Override
  public Authentication authenticate(Credential.ApiKey credential, InetAddress from) {
    Secret text = credential.text();
    return switch (KeyText.shapeOf(text)) {
      case KeyText.Shape.Own(String id) -> own(id, text, from);
      case KeyText.Shape.BrokenOwn _ -> MALFORMED;
      case KeyText.Shape.Foreign _ -> foreign(text, from);
    };
  }

  @Override
  public Optional<Authentication> ifCached(Credential.ApiKey credential, InetAddress from) {
    Secret text = credential.text();
    return switch (KeyText.shapeOf(text)) {
      case KeyText.Shape.Own(String id) ->
          cache.find(id).filter(key -> key.isProvedBy(text)).map(key -> admit(key, from));
      case KeyText.Shape.BrokenOwn _ -> Optional.of(MALFORMED);
      case KeyText.Shape.Foreign _ -> {
        Optional<ConfiguredKeys.Entry> entry = configured.find(text);
        Optional<KnownKey> key =
            entry.isPresent() ? cache.find(entry.get().record().id()) : remembered(text);
        yield key.map(known -> admit(known, from));
      }
    };
  }

  /// The networks of a key are not judged: the credential was admitted from one of them earlier.
  @Override
  public Authentication of(Identity proved) {
    CredentialRef credential = proved.credential();
    return credential.kind() == CredentialRef.Kind.API_KEY
        ? known(credential.id()).map(key -> key.judge(clock.instant())).orElse(UNKNOWN)
        : UNKNOWN;
  }

  @Override
  public void invalidate(String id) {
    cache.invalidate(id);
  }

  @Override
  public void invalidateAll() {
    untagged.forget();
    cache.invalidateAll();
  }

  /// Which stored keys were used since the last call, to the minute. For [KeyStore#touch], once a
  /// minute.
  public List<KeyStore.Use> drainUses() {
    return uses.drain().stream().filter(use -> configured.find(use.id()).isEmpty()).toList();
  }

  private Authentication own(String id, Secret text, InetAddress from) {
    Optional<KnownKey> remembered = cache.find(id);
    // Hashes the text even where there is nothing to compare with.
    if (remembered.map(KnownKey::hash).orElse(KeyHash.NOTHING).proves(text)) {
      return admit(remembered.orElseThrow(), from);
    }
    AuthorityCache.Reading<KeyStore.Owned> reading = cache.read(() -> store.find(id));
    // Always both, and nothing is made of what was found before both have failed, so that an
    // unknown id costs what a wrong secret does.
    KeyProof proof = reading.value().map(owned -> owned.key().hash()).orElse(KeyHash.NOTHING);
    boolean tagged = prover.isTagged(proof.tag(), text);
    if (proof.sha256().proves(text)) {
      // Only now: ids are public, and whoever merely knows one shall not decide what is remembered.
      AuthorityCache.Reading<KnownKey> proved = reading.map(KeyAuthenticator::known);
      KnownKey key = proved.value().orElseThrow();
      if (!key.isFallen()) {
        cache.keep(id, proved);
      }
      return admit(key, from);
    }
    if (tagged) {
      return tagged(reading.map(KeyAuthenticator::known), text, from);
    }
    return reading.value().isPresent() ? WRONG_SECRET : UNKNOWN;
  }

  private Authentication foreign(Secret text, InetAddress from) {
    Optional<ConfiguredKeys.Entry> entry = configured.find(text);
    if (entry.isPresent()) {
      return admit(known(entry.get()), from);
    }
    Optional<KnownKey> remembered = remembered(text);
    if (remembered.isPresent()) {
      return admit(remembered.get(), from);
    }
    List<Tag> tags = prover.tags(text);
    AuthorityCache.Reading<KnownKey> reading =
        cache.read(() -> store.findTagged(tags).map(KeyAuthenticator::known));
    return reading.value().isPresent()
        ? tagged(reading, text, from)
        : untagged.find(text, from).map(id -> recognised(id, text, from)).orElse(UNKNOWN);
  }

  private Authentication recognised(String id, Secret text, InetAddress from) {
    AuthorityCache.Reading<KnownKey> reading = cache.read(() -> stored(id));
    return reading.value().isPresent() ? remember(reading, text, from) : UNKNOWN;
  }

  private Optional<KnownKey> remembered(Secret text) {
    return Optional.ofNullable(texts.getIfPresent(KeyHash.of(text)))
        .flatMap(cache::find)
        .filter(key -> key.isProvedBy(text));
  }

  /// Judges a key whose tag is that of `text`: whoever presents it has all of the key.
  private Authentication tagged(
      AuthorityCache.Reading<KnownKey> reading, Secret text, InetAddress from) {
    KnownKey key = reading.value().orElseThrow();
    return switch (key.proof()) {
      case KeyHash _ -> WRONG_SECRET;
      case KeyTag _ -> remember(reading, text, from);
      case SlowProof(SlowHash hash, _, _) -> {
        Authentication answer = key.judge(clock.instant(), from);
        if (answer instanceof Refused) {
          yield answer;
        }
        if (!prover.proves(hash, text)) {
          yield WRONG_SECRET;
        }
        // That took long: what counts is how the key stands now.
        AuthorityCache.Reading<KnownKey> again = cache.read(() -> stored(key.id()));
        boolean same =
            again.value().filter(now -> now.proof().stored().equals(hash.stored())).isPresent();
        yield same ? remember(again, text, from) : WRONG_SECRET;
      }
    };
  }

  private Authentication remember(
      AuthorityCache.Reading<KnownKey> reading, Secret text, InetAddress from) {
    KnownKey proved = reading.value().orElseThrow().provedBy(text);
    if (!proved.isFallen()) {
      cache.keep(proved.id(), new AuthorityCache.Reading<>(Optional.of(proved), reading.readAt()));
      texts.put(KeyHash.of(text), proved.id());
    }
    return admit(proved, from);
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

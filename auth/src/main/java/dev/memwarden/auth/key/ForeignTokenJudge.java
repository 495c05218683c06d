package dev.memwarden.auth.key;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.memwarden.auth.Action;
import dev.memwarden.auth.Authentication;
import dev.memwarden.auth.Authentication.Authenticated;
import dev.memwarden.auth.Authentication.Refused;
import dev.memwarden.auth.Authenticator;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Credential;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.Standing;
import dev.memwarden.auth.slow.SlowHash;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// Judges tokens that another system keeps, and all keys before them: a text is asked for there
/// only if no key has it.
///
/// - **What counts is there**: a token works while the other system has it, and as long as it says.
///   What it answered is remembered for [#BOUND] from the question on, so a token that was removed
///   is refused after that at the latest.
/// - **All tokens are one principal's**, for memory and chat alone: the other system knows no more
///   of them. If that principal is disabled, so are they.
/// - **A token that was revoked here** stays so, by a tombstone; and one that was imported is the
///   key that it became, whatever became of that.
/// - **When the other system cannot answer**, nobody can say whether a text that no key has is a
///   token: that is a [dev.memwarden.auth.StoreUnavailableException], and never a yes.
///
/// Thread-safe.
public final class ForeignTokenJudge
    implements Authenticator<Credential.ApiKey>, Standing, AuthorityListener {

  /// How long what the other system answered counts.
  public static final Duration BOUND = Duration.ofSeconds(1);

  private static final Authentication UNKNOWN = new Refused(Refusal.UNKNOWN_KEY);
  private static final long CACHE_SIZE = 50_000;
  private static final String ID_PREFIX = "ams";
  private static final int ID_DIGITS = 16;

  private final KeyAuthenticator keys;
  private final ForeignTokens tokens;
  private final Rules rules;
  private final KeyStore store;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final ForeignHashes hashes;
  private final AuthorityCache<String, Held> cache = new AuthorityCache<>(CACHE_SIZE);
  // Which hash a text has never changes, and whether there still is a token of that, the cache
  // says.
  private final Cache<KeyHash, Proved> texts =
      Caffeine.newBuilder().maximumSize(CACHE_SIZE).executor(Runnable::run).build();

  /// @param keys judge before anybody asks for a token
  /// @param nanos a monotonic clock
  public ForeignTokenJudge(
      KeyAuthenticator keys,
      ForeignTokens tokens,
      Rules rules,
      KeyStore store,
      KeyProver prover,
      InstantSource clock,
      LongSupplier nanos) {
    this.keys = keys;
    this.tokens = tokens;
    this.rules = rules;
    this.store = store;
    this.clock = clock;
    this.nanos = nanos;
    this.hashes = new ForeignHashes(tokens, prover, nanos);
  }

  /// What all tokens of the other system have in common.
  ///
  /// @param owner whose they are
  /// @param shape what their texts look like: no other is asked for there
  public record Rules(Principal owner, TextShape shape) {}

  private record Proved(SlowHash hash, String id) {}

  /// @param askedAt when the other system was asked, by the monotonic clock
  private record Held(KnownKey key, long askedAt) {}

  @Override
  public Authentication authenticate(Credential.ApiKey credential, InetAddress from) {
    Authentication answer = keys.authenticate(credential, from);
    return isUnknown(answer) && mayBeOne(credential.text())
        ? token(credential.text(), from)
        : answer;
  }

  @Override
  public Optional<Authentication> ifCached(Credential.ApiKey credential, InetAddress from) {
    Optional<Authentication> answer = keys.ifCached(credential, from);
    return answer.isPresent() || !mayBeOne(credential.text())
        ? answer
        : Optional.ofNullable(texts.getIfPresent(KeyHash.of(credential.text())))
            .flatMap(proved -> remembered(proved.id()))
            .map(key -> key.judge(clock.instant(), from));
  }

  /// Of keys and of tokens. The networks of a key are not judged.
  @Override
  public Authentication of(Identity proved) {
    CredentialRef credential = proved.credential();
    return credential.kind() == CredentialRef.Kind.API_KEY && isId(credential.id())
        ? remembered(credential.id())
            .or(() -> hashes.find(credential.id()).flatMap(this::ask))
            .map(key -> key.judge(clock.instant()))
            .orElse(UNKNOWN)
        : keys.of(proved);
  }

  @Override
  public void invalidate(String id) {
    cache.invalidate(id);
  }

  @Override
  public void invalidateAll() {
    cache.invalidateAll();
  }

  /// The public id that the token of a hash has.
  static String id(SlowHash hash) {
    // Of the hash, so that nobody need have seen the text.
    byte[] digest = KeyHash.of(Secret.copyOf(hash.stored().getBytes(US_ASCII))).bytes();
    return ID_PREFIX + Base62.last(digest, ID_DIGITS);
  }

  /// The token of this id, as if it were configured.
  Optional<ConfiguredKeys.Entry> find(String id) {
    return isId(id) ? hashes.find(id).flatMap(this::entry) : Optional.empty();
  }

  /// All tokens by id, if they can be those of `owner`.
  Stream<ConfiguredKeys.Entry> entriesOf(Principal owner) {
    return rules.owner().equals(owner) ? entries(Optional.empty()) : Stream.empty();
  }

  /// Tokens by id. Each is asked for when it is its turn.
  ///
  /// @param beyond where to begin; at the beginning if empty
  Stream<ConfiguredKeys.Entry> entries(Optional<String> beyond) {
    return hashes.beyond(beyond).stream().flatMap(hash -> entry(hash).stream());
  }

  private Authentication token(Secret text, InetAddress from) {
    KeyHash digest = KeyHash.of(text);
    Proved proved = texts.getIfPresent(digest);
    if (proved != null) {
      Optional<KnownKey> key = remembered(proved.id()).or(() -> ask(proved.hash()));
      if (key.isPresent()) {
        return key.get().judge(clock.instant(), from);
      }
      // The token is gone; another one may have the same text.
      texts.asMap().remove(digest, proved);
    }
    Optional<SlowHash> found = hashes.find(text, digest, from);
    found.ifPresent(hash -> texts.put(digest, new Proved(hash, id(hash))));
    return found.flatMap(this::ask).map(key -> key.judge(clock.instant(), from)).orElse(UNKNOWN);
  }

  private Optional<KnownKey> remembered(String id) {
    return cache
        .find(id)
        .filter(held -> nanos.getAsLong() - held.askedAt() < BOUND.toNanos())
        .map(Held::key);
  }

  private Optional<KnownKey> ask(SlowHash hash) {
    AuthorityCache.Reading<Held> reading =
        cache.read(() -> {
          long now = nanos.getAsLong();
          return entry(hash).map(entry -> new Held(known(entry), now));
        });
    reading
        .value()
        .filter(held -> !held.key().isFallen())
        .ifPresent(held -> cache.keep(held.key().id(), reading));
    return reading.value().map(Held::key);
  }

  private KnownKey known(ConfiguredKeys.Entry entry) {
    KeyStore.Owned owned = entry.asOf(store);
    return new KnownKey(owned.key(), owned.owner());
  }

  private Optional<ConfiguredKeys.Entry> entry(SlowHash hash) {
    return tokens
        .find(hash)
        .map(this::record)
        .filter(key -> !store.isImported(key.hash()))
        .map(key -> new ConfiguredKeys.Entry(key, List.of()));
  }

  private KeyRecord record(ForeignToken token) {
    Principal owner = rules.owner();
    return new KeyRecord(
        id(token.hash()),
        owner,
        Optional.empty(),
        token.description(),
        Ceiling.of(Action.MEMORY_AND_CHAT, Box.ofTenant(owner.tenant()))
            .expiring(token.expiresAt()),
        new SlowProof(token.hash(), Optional.empty(), Optional.of(rules.shape())),
        token.createdAt().orElse(Instant.EPOCH),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private boolean mayBeOne(Secret text) {
    return rules.shape().matches(text) && KeyText.shapeOf(text) instanceof KeyText.Shape.Foreign;
  }

  private static boolean isUnknown(Authentication answer) {
    return switch (answer) {
      case Authenticated _ -> false;
      case Refused(Refusal why) -> why == Refusal.UNKNOWN_KEY;
    };
  }

  /// Ids of keys are shorter.
  static boolean isId(String id) {
    return id.length() == ID_PREFIX.length() + ID_DIGITS && id.startsWith(ID_PREFIX);
  }
}

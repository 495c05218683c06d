package dev.memwarden.auth.key;

import dev.memwarden.auth.Authentication;
import dev.memwarden.auth.Authentication.Authenticated;
import dev.memwarden.auth.Authentication.Refused;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.Secret;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/// What judging a key needs, made ready once per read of the store; holds the proof, never the
/// text.
final class KnownKey {
  private static final long NEVER = Long.MIN_VALUE;

  private static final AtomicLongFieldUpdater<KnownKey> LAST_MINUTE =
      AtomicLongFieldUpdater.newUpdater(KnownKey.class, "lastMinute");

  // Few and flat: with very many active keys, following references is what a judgement costs.
  private final KeyRecord key;
  private final Optional<User> owner;
  private final KeyHash hash;
  private final boolean limited;
  private final Optional<Authentication> fallen;
  private final Authentication good;
  private volatile long lastMinute = NEVER;

  KnownKey(KeyRecord key, Optional<User> owner) {
    this(key, owner, key.hash().sha256());
  }

  private KnownKey(KeyRecord key, Optional<User> owner, KeyHash hash) {
    this.key = key;
    this.owner = owner;
    this.hash = hash;
    this.limited = isLimited(key.ceiling());
    this.fallen = fallen(key, owner).map(Refused::new);
    this.good =
        new Authenticated(
            new Identity(
                key.principal(),
                Set.of(),
                key.ceiling(),
                new CredentialRef(CredentialRef.Kind.API_KEY, key.id())));
  }

  String id() {
    return key.id();
  }

  /// The same, known from now on by the digest of its text, which was proved in another way.
  KnownKey provedBy(Secret text) {
    return new KnownKey(key, owner, KeyHash.of(text));
  }

  /// What is stored of its text.
  KeyProof proof() {
    return key.hash();
  }

  /// The digest that its text has.
  KeyHash hash() {
    return hash;
  }

  /// Whether `text` is this key; constant time. False for a proof that is no SHA-256 until
  /// [#provedBy].
  boolean isProvedBy(Secret text) {
    return hash.proves(text);
  }

  /// Whether it is revoked, or its owner may not act: it will not come back by itself.
  boolean isFallen() {
    return fallen.isPresent();
  }

  /// The judgement on a key whose text was proved, used now from address `from`.
  Authentication judge(Instant now, InetAddress from) {
    if (fallen.isPresent()) {
      return fallen.get();
    }
    return limited ? judge(key.ceiling().refusal(now, from)) : good;
  }

  /// The judgement on a key that was proved and admitted earlier.
  Authentication judge(Instant now) {
    return fallen.orElseGet(() -> judge(key.ceiling().refusal(now)));
  }

  /// Whether this is the first use in its minute.
  boolean isFirstUseIn(long minute) {
    long last = lastMinute;
    return last != minute && LAST_MINUTE.compareAndSet(this, last, minute);
  }

  private static boolean isLimited(Ceiling ceiling) {
    return ceiling.notBefore().isPresent()
        || ceiling.expiresAt().isPresent()
        || !ceiling.networks().isEmpty();
  }

  private Authentication judge(Optional<Refusal> why) {
    return why.<Authentication>map(Refused::new).orElse(good);
  }

  private static Optional<Refusal> fallen(KeyRecord key, Optional<User> owner) {
    if (key.revocation().isPresent()) {
      return Optional.of(Refusal.REVOKED);
    }
    return User.mayAct(owner) ? Optional.empty() : Optional.of(Refusal.DISABLED_PRINCIPAL);
  }
}

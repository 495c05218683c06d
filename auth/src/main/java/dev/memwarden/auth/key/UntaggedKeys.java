package dev.memwarden.auth.key;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.StoreUnavailableException;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Imported hashes whose texts were never seen: a text that none is filed under may still be one of
/// them, and only trying tells.
///
/// Trying takes long, so anybody could keep the server busy with it. Therefore:
///
/// - only a text of the shape that the import named is tried, only against hashes of that shape,
///   and only until the import's sunset;
/// - only as [Trials] allows;
/// - a text that was none of them is remembered.
///
/// The hash that is found gets its tag: its text is never tried again. What could not be tried is
/// not known, which is a [StoreUnavailableException] and never a refusal. Thread-safe.
final class UntaggedKeys {
  private static final String ALL = "";
  private static final long MISSES = 100_000;

  private final KeyStore store;
  private final KeyProver prover;
  private final InstantSource clock;
  private final AuthorityCache<String, List<KeyRecord>> hashes = new AuthorityCache<>(1);
  private final Cache<KeyHash, Boolean> misses =
      Caffeine.newBuilder().maximumSize(MISSES).executor(Runnable::run).build();
  private final Trials<String> trials = new Trials<>("untagged-key");

  UntaggedKeys(KeyStore store, KeyProver prover, InstantSource clock) {
    this.store = store;
    this.prover = prover;
    this.clock = clock;
  }

  /// Which key `text` is.
  ///
  /// @return its id, under which it is filed from now on; empty if it is none of them
  /// @throws StoreUnavailableException if it could not be tried
  Optional<String> find(Secret text, InetAddress from) {
    if (!prover.hasRing() || candidates(text).isEmpty()) {
      return Optional.empty();
    }
    KeyHash digest = KeyHash.of(text);
    if (misses.getIfPresent(digest) != null) {
      return Optional.empty();
    }
    return trials.once(digest, from, () -> search(text, digest));
  }

  /// Forgets what was tried: there may be new hashes.
  void forget() {
    hashes.invalidateAll();
    misses.invalidateAll();
  }

  private Optional<String> search(Secret text, KeyHash digest) {
    // Somebody may have been at it just before.
    Optional<KeyStore.Owned> filed = store.findTagged(prover.tags(text));
    if (filed.isPresent()) {
      return filed.map(owned -> owned.key().id());
    }
    AuthorityCache.Reading<List<KeyRecord>> tried = read();
    for (KeyRecord key : candidates(tried.value().orElseThrow(), text)) {
      if (((SlowProof) key.hash()).hash().proves(text)) {
        store.tag(key.id(), prover.tag(text));
        hashes.invalidateAll();
        return Optional.of(key.id());
      }
    }
    misses.put(digest, true);
    // What was imported meanwhile was not tried.
    if (hashes.find(ALL).isEmpty()) {
      misses.invalidate(digest);
    }
    return Optional.empty();
  }

  private List<KeyRecord> candidates(Secret text) {
    return candidates(hashes.find(ALL).orElseGet(() -> read().value().orElseThrow()), text);
  }

  private List<KeyRecord> candidates(List<KeyRecord> keys, Secret text) {
    return keys.stream()
        .filter(key -> key.ceiling().expiresAt().filter(clock.instant()::isBefore).isPresent())
        .filter(key -> mayBe(key, text))
        .toList();
  }

  private static boolean mayBe(KeyRecord key, Secret text) {
    return key.hash() instanceof SlowProof slow
        && slow.shape().filter(shape -> shape.matches(text)).isPresent()
        && slow.hash().mayProve(text);
  }

  private AuthorityCache.Reading<List<KeyRecord>> read() {
    AuthorityCache.Reading<List<KeyRecord>> reading =
        hashes.read(() -> Optional.of(store.untagged()));
    hashes.keep(ALL, reading);
    return reading;
  }
}

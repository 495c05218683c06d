package dev.memwarden.auth.key;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.slow.SlowHash;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// Finds which of the hashes of another system is that of a text.
///
/// A salted hash does not say whose it is. A text whose tag was noted is found by that, and then
/// proved by its hash all the same: who may write there must not be believed what proves whom. Any
/// other text is tried against the hashes without a tag, as [Trials] allows, each pair once.
///
/// The hashes are read again when somebody comes whose text is not among them, but not before they
/// are [#AGE] old, and never for more than a tenth of the time: however many strange texts come,
/// the other system is asked no more often than that. Thread-safe.
final class ForeignHashes {
  /// After this long, at the least, a new token is known.
  static final Duration AGE = Duration.ofSeconds(1);

  // Reading may be long: so much longer it is let be afterwards.
  private static final int REST = 10;
  private static final long MISSES = 100_000;
  private static final Known NOTHING = new Known(Map.of(), Set.of(), Map.of());

  private final ForeignTokens tokens;
  private final KeyProver prover;
  private final LongSupplier nanos;
  private final Trials<SlowHash> trials = new Trials<>("foreign-token");
  // What a text was tried against already. One set for all that were tried against the same.
  private final Cache<KeyHash, Set<SlowHash>> misses =
      Caffeine.newBuilder().maximumSize(MISSES).executor(Runnable::run).build();
  private final Lock reading = new ReentrantLock();
  private volatile Known known = NOTHING;
  private volatile long goodUntil;

  /// @param nanos a monotonic clock
  ForeignHashes(ForeignTokens tokens, KeyProver prover, LongSupplier nanos) {
    this.tokens = tokens;
    this.prover = prover;
    this.nanos = nanos;
    this.goodUntil = nanos.getAsLong();
  }

  /// What was read last.
  private record Known(
      Map<Tag, SlowHash> tagged, Set<SlowHash> untagged, Map<String, SlowHash> byId) {

    Known with(Tag tag, SlowHash hash) {
      Map<Tag, SlowHash> more = new HashMap<>(tagged);
      more.put(tag, hash);
      Set<SlowHash> fewer = new HashSet<>(untagged);
      fewer.remove(hash);
      return new Known(Map.copyOf(more), Set.copyOf(fewer), byId);
    }
  }

  /// The hash that `text` has.
  ///
  /// @return empty if it has none of them
  /// @throws StoreUnavailableException if that cannot be known now
  Optional<SlowHash> find(Secret text, KeyHash digest, InetAddress from) {
    Known now = fresh();
    List<Tag> tags = prover.tags(text);
    for (Tag tag : tags) {
      SlowHash noted = now.tagged().get(tag);
      if (noted != null && prover.proves(noted, text)) {
        return Optional.of(noted);
      }
    }
    if (untried(now, text, digest).isEmpty()) {
      var _ = misses.asMap().computeIfPresent(digest, (_, _) -> now.untagged());
      return Optional.empty();
    }
    return trials.once(digest, from, () -> search(text, digest));
  }

  /// The hash of this id.
  ///
  /// @throws StoreUnavailableException if that cannot be known now
  Optional<SlowHash> find(String id) {
    return Optional.ofNullable(fresh().byId().get(id));
  }

  /// All hashes by id, or those whose id comes after one.
  ///
  /// @throws StoreUnavailableException if they cannot be known now
  List<SlowHash> beyond(Optional<String> id) {
    return fresh().byId().entrySet().stream()
        .filter(hash -> id.filter(before -> hash.getKey().compareTo(before) <= 0).isEmpty())
        .sorted(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue)
        .toList();
  }

  private List<SlowHash> untried(Known now, Secret text, KeyHash digest) {
    Set<SlowHash> tried = misses.getIfPresent(digest);
    return tried == now.untagged()
        ? List.of()
        : now.untagged().stream()
            .filter(hash -> (tried == null || !tried.contains(hash)) && hash.mayProve(text))
            .toList();
  }

  private Optional<SlowHash> search(Secret text, KeyHash digest) {
    Known now = known;
    for (SlowHash hash : untried(now, text, digest)) {
      if (hash.proves(text)) {
        note(hash, prover.tag(text));
        return Optional.of(hash);
      }
    }
    misses.put(digest, now.untagged());
    return Optional.empty();
  }

  private void note(SlowHash hash, Tag tag) {
    reading.lock();
    try {
      known = known.with(tag, hash);
    } finally {
      reading.unlock();
    }
    try {
      tokens.note(hash, tag);
    } catch (StoreUnavailableException _) {
      // What was proved is proved; somebody will have to try again, that is all.
    }
  }

  private Known fresh() {
    if (nanos.getAsLong() - goodUntil < 0) {
      return known;
    }
    reading.lock();
    try {
      long began = nanos.getAsLong();
      if (began - goodUntil >= 0) {
        Known read = read();
        known = read.untagged().equals(known.untagged()) ? same(read, known.untagged()) : read;
        long now = nanos.getAsLong();
        goodUntil = now + Math.max(AGE.toNanos(), REST * (now - began));
      }
      return known;
    } finally {
      reading.unlock();
    }
  }

  // The same set as before, by which it is seen at a glance that nothing is new.
  private static Known same(Known read, Set<SlowHash> before) {
    return new Known(read.tagged(), before, read.byId());
  }

  private Known read() {
    Map<Tag, SlowHash> tagged = new HashMap<>();
    Set<SlowHash> untagged = new HashSet<>();
    Map<String, SlowHash> byId = new HashMap<>();
    tokens
        .hashes()
        .forEach((hash, tag) -> {
          byId.put(ForeignTokenJudge.id(hash), hash);
          // The tag of a master key that is not known here says nothing.
          if (tag.filter(noted -> prover.knows(noted.keyId())).isPresent()) {
            tagged.put(tag.orElseThrow(), hash);
          } else {
            untagged.add(hash);
          }
        });
    return new Known(Map.copyOf(tagged), Set.copyOf(untagged), Map.copyOf(byId));
  }
}

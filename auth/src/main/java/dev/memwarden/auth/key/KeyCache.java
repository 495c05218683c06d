package dev.memwarden.auth.key;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.memwarden.auth.StoreUnavailableException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Keys that have been proved, as the store last knew them; never wrong after a change was
/// announced.
///
/// A change that is announced while the store is being read makes that reading old: it is neither
/// kept nor answered, the store is asked again. Looks wrong but is not: one counter for all keys.
/// Changes are rare, and what a needless second reading costs is little.
final class KeyCache {
  // Several changes during each of so many readings: something is wrong, and no answer is safe.
  private static final int ATTEMPTS = 8;

  private final Cache<String, Kept> cache;
  private final AtomicLong changes = new AtomicLong();
  // What was read before this change counts no more. Emptying the cache alone would miss an entry
  // that
  // is being put at that moment.
  private final AtomicLong floor = new AtomicLong();

  KeyCache(long maximumSize) {
    this.cache = Caffeine.newBuilder().maximumSize(maximumSize).executor(Runnable::run).build();
  }

  private record Kept(KnownKey key, long readAt) {}

  /// An answer of the store, and the change that it was read after.
  record Reading(Optional<KnownKey> key, long readAt) {}

  /// What is known about the key without asking the store.
  Optional<KnownKey> find(String id) {
    Kept kept = cache.getIfPresent(id);
    return kept == null || kept.readAt() < floor.get() ? Optional.empty() : Optional.of(kept.key());
  }

  /// Asks the store, again if a change was announced meanwhile.
  ///
  /// @throws StoreUnavailableException if that does not come to rest, or from the store
  Reading read(Supplier<Optional<KnownKey>> store) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      long before = changes.get();
      Optional<KnownKey> found = store.get();
      if (changes.get() == before) {
        return new Reading(found, before);
      }
    }
    throw new StoreUnavailableException("keys change faster than they can be read");
  }

  /// Keeps what was read, unless a change was announced since.
  void keep(Reading reading) {
    reading
        .key()
        .ifPresent(key -> {
          // Under the lock of the entry: an announcement that this does not see removes afterwards.
          cache.asMap().compute(key.id(), (_, kept) -> newest(kept, key, reading.readAt()));
        });
  }

  /// Announces that a key has changed in the store. When this returns, its old state is not
  /// answered.
  void invalidate(String id) {
    changes.incrementAndGet();
    cache.asMap().remove(id);
  }

  /// Announces that any key may have changed.
  void invalidateAll() {
    floor.accumulateAndGet(changes.incrementAndGet(), Math::max);
    cache.invalidateAll();
  }

  private @Nullable Kept newest(@Nullable Kept kept, KnownKey key, long readAt) {
    return changes.get() == readAt ? new Kept(key, readAt) : kept;
  }
}

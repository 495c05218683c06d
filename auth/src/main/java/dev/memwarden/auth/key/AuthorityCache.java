package dev.memwarden.auth.key;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.memwarden.auth.StoreUnavailableException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Credentials that have been proved, as the store last knew them; never wrong after a change was
/// announced.
///
/// A change that is announced while the store is being read makes that reading old: it is neither
/// kept nor answered, the store is asked again. Looks wrong but is not: one counter for all keys.
/// Changes are rare, and what a needless second reading costs is little.
///
/// @param <K> what finds a credential: an id, or a digest of all of its text
/// @param <V> what is remembered of it
public final class AuthorityCache<K, V> {
  // Several changes during each of so many readings: something is wrong, and no answer is safe.
  private static final int ATTEMPTS = 8;

  private final Freshness freshness;
  private final Cache<K, Kept<V>> cache;
  private final AtomicLong changes = new AtomicLong();
  // What was read before this change counts no more. Emptying the cache alone would miss an entry
  // that is being put at that moment.
  private final AtomicLong floor = new AtomicLong();

  /// One that hears of every change.
  ///
  /// @param maximumSize how many credentials are remembered
  public AuthorityCache(long maximumSize) {
    this(maximumSize, Freshness.ALWAYS);
  }

  /// @param maximumSize how many credentials are remembered
  /// @param freshness while it is not, nothing is found
  public AuthorityCache(long maximumSize, Freshness freshness) {
    this.freshness = freshness;
    this.cache = Caffeine.newBuilder().maximumSize(maximumSize).executor(Runnable::run).build();
  }

  private record Kept<V>(V value, long readAt) {}

  /// An answer of the store, and the change that it was read after.
  ///
  /// @param value empty if the store has nothing
  public record Reading<V>(Optional<V> value, long readAt) {

    /// What becomes of it, as old as it is.
    <T> Reading<T> map(Function<V, T> change) {
      return new Reading<>(value.map(change), readAt);
    }
  }

  /// What is known without asking the store.
  public Optional<V> find(K key) {
    Kept<V> kept = cache.getIfPresent(key);
    return kept == null || kept.readAt() < floor.get() || !freshness.isFresh()
        ? Optional.empty()
        : Optional.of(kept.value());
  }

  /// Asks the store, again if a change was announced meanwhile.
  ///
  /// @throws StoreUnavailableException if that does not come to rest, or from the store
  public <T> Reading<T> read(Supplier<Optional<T>> store) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      long before = changes.get();
      Optional<T> found = store.get();
      if (changes.get() == before) {
        return new Reading<>(found, before);
      }
    }
    throw new StoreUnavailableException("credentials change faster than they can be read");
  }

  /// Keeps what was read, unless a change was announced since.
  public void keep(K key, Reading<V> reading) {
    reading
        .value()
        .ifPresent(value -> {
          // Under the lock of the entry: an announcement that this does not see removes afterwards.
          cache.asMap().compute(key, (_, kept) -> newest(kept, value, reading.readAt()));
        });
  }

  /// Announces that a credential has changed in the store. When this returns, its old state is not
  /// answered.
  public void invalidate(K key) {
    changes.incrementAndGet();
    cache.asMap().remove(key);
  }

  /// Announces that any of them may have changed.
  public void invalidateAll() {
    floor.accumulateAndGet(changes.incrementAndGet(), Math::max);
    cache.invalidateAll();
  }

  private @Nullable Kept<V> newest(@Nullable Kept<V> kept, V value, long readAt) {
    return changes.get() == readAt ? new Kept<>(value, readAt) : kept;
  }
}

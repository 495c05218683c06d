package dev.memwarden.auth.signature;

import dev.memwarden.auth.StoreUnavailableException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/// Which nonces came lately. What is not remembered any more, or could not be, is never taken for
/// new.
///
/// Only requests whose signature is good get here, so nobody else can fill it. Thread-safe.
final class NonceMemory {

  /// Most nonces that are remembered of all keys: about 40 MB.
  static final int MAX_TOTAL = 200_000;

  /// Most of one key, so that one that is busy does not keep the others out.
  static final int MAX_OF_KEY = 50_000;

  private final int maxTotal;
  private final int maxOfKey;
  private final long seconds;
  // In order of arrival, which is also the order in which they are forgotten.
  private final Map<Nonce, Arrival> nonces = new LinkedHashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private long forgotten;

  private record Nonce(String key, String value) {}

  private record Arrival(long at, long created) {}

  /// @param seconds how long a nonce is remembered
  /// @param forgotten of requests that were made until then, nothing is known
  NonceMemory(int maxTotal, int maxOfKey, long seconds, long forgotten) {
    this.maxTotal = maxTotal;
    this.maxOfKey = maxOfKey;
    this.seconds = seconds;
    this.forgotten = forgotten;
  }

  /// Whether a nonce comes for the first time; it is remembered from now on. All times in seconds.
  ///
  /// @param created when the request was made
  /// @throws StoreUnavailableException if that cannot be known, or not be remembered
  synchronized boolean isNew(String key, String nonce, long created, long now) {
    forget(now);
    if (created <= forgotten) {
      throw new StoreUnavailableException("a signed request may have come before the last start");
    }
    Nonce seen = new Nonce(key, nonce);
    if (nonces.containsKey(seen)) {
      return false;
    }
    int ofKey = counts.getOrDefault(key, 0);
    if (nonces.size() >= maxTotal || ofKey >= maxOfKey) {
      throw new StoreUnavailableException("too many signed requests to remember their nonces");
    }
    nonces.put(seen, new Arrival(now, created));
    counts.put(key, ofKey + 1);
    return true;
  }

  private void forget(long now) {
    Iterator<Map.Entry<Nonce, Arrival>> oldest = nonces.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<Nonce, Arrival> entry = oldest.next();
      if (now - entry.getValue().at() <= seconds) {
        return;
      }
      // Matters only if the clock is set back later.
      forgotten = Math.max(forgotten, entry.getValue().created());
      counts.computeIfPresent(entry.getKey().key(), (_, n) -> n == 1 ? null : n - 1);
      oldest.remove();
    }
  }
}

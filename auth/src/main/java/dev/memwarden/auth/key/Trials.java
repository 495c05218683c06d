package dev.memwarden.auth.key;

import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.limit.AddressLimit;
import dev.memwarden.auth.slow.SlowHashes;
import dev.memwarden.auth.slow.Turns;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

/// Bounds the trying of texts against hashes, which anybody could keep the server busy with: one
/// text at a time, with a short queue, and a few a minute from one network (of 24 bits, or 64 in
/// IPv6). Thread-safe.
///
/// @param <T> what a text turns out to be
final class Trials<T> {
  static final int PER_MINUTE = 6;

  private static final int QUEUE = 16;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int NETWORK_BYTES = 3;

  private final AddressLimit limit = AddressLimit.perMinute(PER_MINUTE, System::nanoTime);
  private final Turns<KeyHash, Optional<T>> turns;

  /// @param name of the thread
  Trials(String name) {
    this.turns = new Turns<>(new SlowHashes(name, 1, QUEUE, PATIENCE));
  }

  /// What the text of this digest turns out to be, by `search` unless somebody is at it already.
  ///
  /// @throws StoreUnavailableException if it could not be tried, which is no answer
  Optional<T> once(KeyHash digest, InetAddress from, Callable<Optional<T>> search) {
    if (limit.count(network(from)).isPresent()) {
      throw new StoreUnavailableException("too many unknown keys of one network wait to be tried");
    }
    return turns.once(digest, search);
  }

  /// The limit takes the first 64 bits of an address by itself.
  private static InetAddress network(InetAddress from) {
    byte[] address = from.getAddress();
    if (address.length > Integer.BYTES) {
      return from;
    }
    for (int i = NETWORK_BYTES; i < address.length; i++) {
      address[i] = 0;
    }
    try {
      return InetAddress.getByAddress(address);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}

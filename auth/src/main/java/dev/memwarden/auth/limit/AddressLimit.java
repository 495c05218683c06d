package dev.memwarden.auth.limit;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/// How often something may come from one address: so many times in a while, all at once if it
/// likes. The addresses of one [AddressBlock] count as one.
///
/// Of failed authentications it counts failures only, so that it can never keep out whoever
/// authenticates, not even behind the address of an attacker.
///
/// **Cost**: one compare-and-set; half a megabyte, however many addresses there are. Two that fall
/// on one place share it, which only those can notice who come as often.
///
/// The algorithm is the generic cell rate algorithm (ITU-T I.371): a place holds the time until
/// which what came is paid for. Thread-safe.
public final class AddressLimit {

  /// No limit.
  public static final AddressLimit NONE = new AddressLimit(0, 0, () -> 0, 0);

  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final int PLACE_BITS = 16;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L; // 2^64 divided by the golden ratio

  private final long cost;
  private final long window;
  private final LongSupplier nanos;
  private final long origin;
  private final AtomicLongArray paidUntil;

  private AddressLimit(long cost, long window, LongSupplier nanos, int places) {
    this.cost = cost;
    this.window = window;
    this.nanos = nanos;
    this.origin = nanos.getAsLong();
    this.paidUntil = new AtomicLongArray(places);
  }

  /// @param times how many a minute, from 1
  /// @param nanos a monotonic clock: the wall's may be set back, and would lock an address out
  /// @throws IllegalArgumentException if there are fewer
  public static AddressLimit perMinute(int times, LongSupplier nanos) {
    return of(times, MINUTE, nanos);
  }

  /// The same for a second.
  public static AddressLimit perSecond(int times, LongSupplier nanos) {
    return of(times, SECOND, nanos);
  }

  private static AddressLimit of(int times, long window, LongSupplier nanos) {
    if (times < 1) {
      throw new IllegalArgumentException("a limit is at least 1");
    }
    return new AddressLimit(window / times, window, nanos, 1 << PLACE_BITS);
  }

  /// Counts one from there.
  ///
  /// @return empty if it is within the limit; otherwise it was not counted, and this is how long it
  ///   takes until one is
  public Optional<Duration> count(InetAddress from) {
    if (cost == 0) {
      return Optional.empty();
    }
    int place = place(from);
    while (true) {
      long now = nanos.getAsLong() - origin;
      long before = paidUntil.get(place);
      long after = Math.max(before, now) + cost;
      if (after - now > window) {
        return Optional.of(Duration.ofNanos(after - now - window));
      }
      if (paidUntil.compareAndSet(place, before, after)) {
        return Optional.empty();
      }
    }
  }

  /// Whether more than half of what may come in that time has come from there of late. Counts
  /// nothing.
  public boolean isStrainedBy(InetAddress from) {
    return cost != 0 && paidUntil.get(place(from)) - (nanos.getAsLong() - origin) > window / 2;
  }

  // A multiplication carries the low bits up only, so the high ones say where (Knuth, TAOCP 6.4).
  private static int place(InetAddress from) {
    return (int) (AddressBlock.of(from) * GOLDEN >>> (Long.SIZE - PLACE_BITS));
  }
}

package dev.memwarden.auth.limit;

import dev.memwarden.auth.Rate;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/// Counts against [Rate]s, for any number of ids, in memory that does not grow with them.
///
/// The algorithm is the generic cell rate algorithm (ITU-T I.371): a cell holds until when what was
/// counted is paid for. One whose time has come is as good as none, and goes to whoever needs one,
/// so nothing is lost as long as few enough ids are at work at once. If they are too many, the id
/// is forgotten that owes least in the place that is needed: it may then do a little more than its
/// rate says. Nobody ever pays for another.
///
/// **Cost**: one compare-and-set in one cache line. Thread-safe.
final class RateTable {

  /// How many ids can be at work at once before any is forgotten early, if they fall evenly.
  static final int CELLS = 1 << 18;

  private static final int WAYS = 4;
  private static final int CELL = 2; // an id, and until when it is paid for
  private static final int LINE = WAYS * CELL;
  private static final int LINE_BITS = 16;
  private static final long NOBODY = 0;
  private static final long SOMEBODY = 1;

  private final AtomicLongArray cells = new AtomicLongArray(CELLS * CELL);
  private final LongSupplier nanos;
  private final long origin;

  /// @param nanos a monotonic clock
  RateTable(LongSupplier nanos) {
    this.nanos = nanos;
    this.origin = nanos.getAsLong();
  }

  /// Counts once for `id`.
  ///
  /// @param id as [IdHash] makes them: evenly spread, and not of anybody's choice
  /// @return if it is within the rate, how many nanoseconds it takes until all of the burst is free
  ///   again; otherwise nothing was counted, and this is below 0: how many until it would be
  long take(long id, Rate rate) {
    long cost = cost(rate);
    long most = cost * rate.burst();
    long tag = tag(id);
    while (true) {
      long now = nanos.getAsLong() - origin;
      int until = find(tag, now) + 1;
      long before = cells.get(until);
      long after = Math.max(before, now) + cost;
      long owed = after - now;
      if (owed > most) {
        return most - owed;
      }
      if (cells.compareAndSet(until, before, after)) {
        return owed;
      }
    }
  }

  /// Takes back what [#take] has counted for `id` just now.
  void giveBack(long id, Rate rate) {
    long tag = tag(id);
    int line = line(tag);
    for (int cell = line; cell < line + LINE; cell += CELL) {
      if (cells.get(cell) == tag) {
        cells.addAndGet(cell + 1, -cost(rate));
        return;
      }
    }
  }

  /// Counts for `id` what others have let through: from now on it takes `owed` nanoseconds at the
  /// least until all of the burst is free.
  void raise(long id, long owed) {
    long tag = tag(id);
    while (owed > 0) {
      long now = nanos.getAsLong() - origin;
      int until = find(tag, now) + 1;
      long before = cells.get(until);
      if (before >= now + owed || cells.compareAndSet(until, before, now + owed)) {
        return;
      }
    }
  }

  /// How many nanoseconds pay for one.
  static long cost(Rate rate) {
    return TimeUnit.SECONDS.toNanos(rate.per().seconds()) / rate.count();
  }

  private int find(long tag, long now) {
    int line = line(tag);
    while (true) {
      int least = line;
      for (int cell = line; cell < line + LINE; cell += CELL) {
        if (cells.get(cell) == tag) {
          return cell;
        }
        least = cells.get(cell + 1) < cells.get(least + 1) ? cell : least;
      }
      long other = cells.get(least);
      long owed = cells.get(least + 1);
      if (cells.compareAndSet(least, other, tag)) {
        if (owed > now) {
          // What the other one owed is not this one's to pay; if that fails, this one is counting.
          boolean _ = cells.compareAndSet(least + 1, owed, now);
        }
        return least;
      }
    }
  }

  private static int line(long tag) {
    return (int) (tag >>> (Long.SIZE - LINE_BITS)) * LINE;
  }

  private static long tag(long id) {
    return id == NOBODY ? SOMEBODY : id;
  }
}

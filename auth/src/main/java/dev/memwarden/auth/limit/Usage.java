package dev.memwarden.auth.limit;

import dev.memwarden.auth.Rate;
import java.util.concurrent.TimeUnit;

/// How a request left one rate that it falls under.
///
/// @param left how many more would be let through at once
/// @param nanos how long it takes until that is one more
public record Usage(Limit limit, Rate rate, long left, long nanos) {

  /// After a request that was counted.
  ///
  /// @param owed how long it takes until all of the burst is free again, in nanoseconds
  static Usage counted(Limit limit, Rate rate, long owed) {
    long cost = RateTable.cost(rate);
    long left = rate.burst() - (owed + cost - 1) / cost;
    return new Usage(limit, rate, left, owed - (rate.burst() - left - 1) * cost);
  }

  /// After one that was not.
  ///
  /// @param wait until it would be, in nanoseconds
  static Usage exceeded(Limit limit, Rate rate, long wait) {
    return new Usage(limit, rate, 0, wait);
  }

  /// What it is called in header fields, such as `key-minute`.
  public String name() {
    return limit.word() + "-" + rate.per();
  }

  /// How long it takes until one more is let through, in whole seconds, rounded up.
  public long seconds() {
    long second = TimeUnit.SECONDS.toNanos(1);
    return (nanos + second - 1) / second;
  }
}

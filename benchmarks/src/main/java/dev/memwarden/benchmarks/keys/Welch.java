package dev.memwarden.benchmarks.keys;

/// Welch's t-test: whether two series of times have the same mean, whatever their variances.
final class Welch {
  private Welch() {}

  /// How many standard errors the mean of `b` is above that of `a`.
  ///
  /// @param most times beyond that are left out
  /// @param fewest with fewer times of one series than that the answer is 0: it would mean nothing
  static double t(long[] a, long[] b, long most, int fewest) {
    Moments first = Moments.of(a, most);
    Moments second = Moments.of(b, most);
    if (first.count() < fewest || second.count() < fewest) {
      return 0;
    }
    return (second.mean() - first.mean())
        / Math.sqrt(first.variance() / first.count() + second.variance() / second.count());
  }

  private record Moments(long count, double mean, double variance) {

    static Moments of(long[] times, long most) {
      long count = 0;
      double mean = 0;
      double squares = 0; // by Welford's method, which loses nothing to cancellation
      for (long time : times) {
        if (time <= most) {
          count++;
          double delta = time - mean;
          mean += delta / count;
          squares += delta * (time - mean);
        }
      }
      return new Moments(count, mean, squares / (count - 1));
    }
  }
}

package dev.memwarden.benchmarks;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/// Measured times, all of them kept. Not thread-safe: each thread has its own, merged afterwards.
public final class Latencies {
  private long[] nanos = new long[1024];
  private int size;

  /// All of `parts` together.
  public static Latencies of(Collection<Latencies> parts) {
    Latencies all = new Latencies();
    for (Latencies part : parts) {
      for (int i = 0; i < part.size; i++) {
        all.add(part.nanos[i]);
      }
    }
    return all;
  }

  /// One more time, in nanoseconds.
  public void add(long time) {
    if (size == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * size);
    }
    nanos[size++] = time;
  }

  /// How many there are.
  public int size() {
    return size;
  }

  /// The time that `percent` of all do not exceed (nearest rank), in nanoseconds; 0 if there is
  /// none.
  public long percentile(double percent) {
    if (size == 0) {
      return 0;
    }
    long[] sorted = Arrays.copyOf(nanos, size);
    Arrays.sort(sorted);
    return sorted[Math.clamp((long) Math.ceil(percent / 100 * size) - 1, 0, size - 1)];
  }

  /// The same in milliseconds, to be read.
  public String millis(double percent) {
    return String.format(Locale.ROOT, "%.3f", percentile(percent) / 1e6);
  }

  /// The middle one of several figures; the upper one of two.
  public static double median(Collection<Double> figures) {
    double[] sorted = figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
  }
}

package dev.memwarden.benchmarks.writes;

import dev.memwarden.benchmarks.Latencies;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Writers that each do one thing after the other for a while, all at once.
final class Crowd {
  private Crowd() {}

  /// What one writer does again and again.
  @FunctionalInterface
  interface Writing {
    void write(int number) throws IOException;
  }

  /// Makes what one writer does.
  @FunctionalInterface
  interface Hiring {
    Writing hire(int writer) throws IOException;
  }

  /// What came of it.
  ///
  /// @param times one per acknowledged write
  record Work(Latencies times, double seconds) {
    double perSecond() {
      return times.size() / seconds;
    }
  }

  /// Lets `size` writers work for `time`; the first fault of any ends the run.
  static Work work(int size, Duration time, Hiring hiring) throws IOException {
    List<Writing> writers = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      writers.add(hiring.hire(i));
    }
    long begin = System.nanoTime();
    long end = begin + time.toNanos();
    List<Future<Latencies>> working = new ArrayList<>();
    List<Latencies> times = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      writers.forEach(writing -> working.add(threads.submit(() -> untilThen(writing, end))));
      for (Future<Latencies> one : working) {
        times.add(one.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a writer failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    return new Work(Latencies.of(times), (System.nanoTime() - begin) / 1e9);
  }

  private static Latencies untilThen(Writing writing, long end) throws IOException {
    Latencies times = new Latencies();
    int number = 0;
    for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
      writing.write(number++);
      times.add(System.nanoTime() - now);
    }
    return times;
  }
}

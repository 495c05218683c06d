package dev.memwarden.benchmarks.http;

import dev.memwarden.benchmarks.HttpConnection;
import dev.memwarden.benchmarks.Latencies;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Users with good keys who have no connection yet: at fixed times one comes, asks who it is, and
/// leaves.
///
/// @param key a good one
record Newcomers(URI server, String key) {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /// How they fared.
  ///
  /// @param times of those who were answered, connecting included
  /// @param keptOut how many were not
  record Fate(Latencies times, int keptOut) {}

  /// Lets `rate` of them come in a second, one after the other, until `end` (of [System#nanoTime]).
  Fate come(int rate, long begin, long end) {
    long interval = Math.round(1e9 / rate);
    Latencies times = new Latencies();
    int keptOut = 0;
    for (long due = begin; due < end; due += interval) {
      for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
        LockSupport.parkNanos(wait);
      }
      try (HttpConnection connection = new HttpConnection(server, PATIENCE)) {
        int status = connection.exchange(connection.request("GET", "/auth/whoami", key, ""));
        if (status != 200) {
          throw new IllegalStateException("status " + status + " for a good key");
        }
        times.add(System.nanoTime() - due);
      } catch (IOException _) {
        keptOut++; // closed at the door, or not answered in time
      }
    }
    return new Fate(times, keptOut);
  }
}

package dev.memwarden.server;

import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.limit.RateLimits;
import dev.memwarden.auth.limit.SharedCounts;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Exchanges counts with the other servers, ten times a second, until closed. Requests never wait
/// for it: while the others cannot be told, each server goes on by its own counts.
final class RateExchange implements AutoCloseable {
  static final Duration PERIOD = Duration.ofMillis(100);

  private final RateLimits limits;
  private final SharedCounts counts;
  private final CountDownLatch closed = new CountDownLatch(1);

  RateExchange(RateLimits limits, SharedCounts counts) {
    this.limits = limits;
    this.counts = counts;
  }

  void start() {
    Thread _ = Thread.ofPlatform().daemon().name("rate-exchange").start(this::run);
  }

  private void run() {
    try {
      while (!closed.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS)) {
        exchange();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // asked to end
    }
  }

  private void exchange() {
    try {
      limits.exchange(counts);
    } catch (StoreUnavailableException _) {
      // Lenient for as long as it lasts; whoever asks Redis has said so.
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}

package dev.memwarden.server;

import dev.memwarden.auth.Rounds;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.limit.RateLimits;
import dev.memwarden.auth.limit.SharedCounts;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Exchanges counts with the other servers, ten times a second, until closed. Requests never wait
/// for it: while the others cannot be told, each server goes on by its own counts.
final class RateExchange implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RateExchange.class);

  static final Duration PERIOD = Duration.ofMillis(100);

  private final RateLimits limits;
  private final SharedCounts counts;
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean failing; // by its own thread

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

  // Lenient for as long as it fails. Whoever asks Redis has said so if it is away.
  private void exchange() {
    Optional<RuntimeException> bug =
        Rounds.attempt(() -> limits.exchange(counts))
            .filter(why -> !(why instanceof StoreUnavailableException));
    if (!failing) {
      bug.ifPresent(why ->
          LOG.atError()
              .addKeyValue("alarm", "rates_unshared")
              .setCause(why)
              .log("each server limits rates by what it has counted itself"));
    }
    failing = bug.isPresent();
  }

  @Override
  public void close() {
    closed.countDown();
  }
}

package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Rate;
import dev.memwarden.auth.limit.Limit;
import dev.memwarden.auth.limit.RateLimits;
import dev.memwarden.auth.limit.SharedCounts;
import java.net.InetAddress;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class RateExchangeTest {
  private final RateLimits limits =
      RateLimits.shared(
          Map.of(Limit.ADDRESS, Rate.parseList("100/m")), System::nanoTime, new Random(7));
  private final Semaphore told = new Semaphore(0);

  @Test
  void whatever_goes_wrong_the_others_are_told_of_what_comes_after_it()
      throws InterruptedException {
    SharedCounts failing =
        (_, _) -> {
          told.release();
          throw new IllegalStateException("a bug");
        };
    try (RateExchange exchange = new RateExchange(limits, failing)) {
      exchange.start();
      for (int i = 0; i < 2; i++) {
        var _ = limits.admit(Server.anonymous(), InetAddress.getLoopbackAddress());

        assertThat(told.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
      }
    }
  }
}

package dev.memwarden.memory.llm;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// How long to wait before the next try: what the endpoint asks for, else exponentially longer with
/// jitter, so that many servers do not come back at once.
final class RetryDelays {
  private static final Duration FIRST = Duration.ofMillis(400);
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final RandomGenerator random;
  private final InstantSource clock;

  RetryDelays(RandomGenerator random, InstantSource clock) {
    this.random = random;
    this.clock = clock;
  }

  /// @param tries how many failed so far, from 1
  /// @param wish of the endpoint
  /// @return empty if the endpoint asks for a longer pause than anybody waits for
  Optional<Duration> delay(int tries, Optional<Duration> wish) {
    if (wish.isPresent()) {
      return wish.filter(duration -> duration.compareTo(LONGEST) <= 0);
    }
    long most = Math.min(LONGEST.toMillis(), FIRST.toMillis() << Math.min(tries - 1, 10));
    return Optional.of(Duration.ofMillis(random.nextLong(most / 2, most + 1)));
  }

  /// Reads a `Retry-After` header (RFC 9110 section 10.2.3); what makes no sense is as good as
  /// none.
  Optional<Duration> read(String header) {
    if (header.matches("[0-9]{1,9}")) {
      return Optional.of(Duration.ofSeconds(Integer.parseInt(header)));
    }
    try {
      ZonedDateTime until = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME);
      Duration wait = Duration.between(clock.instant(), until.toInstant());
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}

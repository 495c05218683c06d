package dev.memwarden.cli;

import dev.memwarden.server.Settings;
import dev.memwarden.server.admin.AdminRequest;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// A span of time: each end as a time, or as how long ago it was.
final class AuditTimes {
  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Not before that: a time such as 2026-01-31T12:00:00Z, or so long ago: 12h.")
  private @Nullable String since;

  @Option(names = "--until", paramLabel = "TIME", description = "Before that.")
  private @Nullable String until;

  /// The same request for this span.
  AdminRequest in(AdminRequest query, Instant now) {
    AdminRequest from = since == null ? query : query.with("since", time(since, now));
    return until == null ? from : from.with("until", time(until, now));
  }

  // What is neither is told by whoever answers.
  private static String time(String text, Instant now) {
    return Settings.parseDuration(text).map(ago -> ago(ago, now).toString()).orElse(text);
  }

  // Nothing was written before the epoch, and no time before it is taken.
  private static Instant ago(Duration ago, Instant now) {
    Duration age = Duration.between(Instant.EPOCH, now);
    return ago.compareTo(age) < 0 ? now.minus(ago) : Instant.EPOCH;
  }
}

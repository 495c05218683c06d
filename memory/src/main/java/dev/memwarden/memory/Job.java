package dev.memwarden.memory;

import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Place;
import java.time.Duration;

/// Something that is done later, under the authority of whoever asked for it. See [JobStore].
///
/// @param seq never given out twice; asking again for the same gives a new one
/// @param kind who does it
/// @param origin what the credential proved that it was asked with. No permission: all of it is
///   judged again
/// @param place where it was asked for
/// @param subject what is to be done it to
/// @param attempt 1 for the first
public record Job(
    long seq, String kind, Identity origin, Place place, String subject, int attempt) {

  /// After this many attempts a job is given up: about seven hours after the first, so that an
  /// outage of a night is survived.
  public static final int MAX_ATTEMPTS = 8;

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final int GROWTH = 4;

  /// How long to wait after this attempt, if it fails, before the next: 5 s, then four times as
  /// long each time.
  public Duration pause() {
    return FIRST_PAUSE.multipliedBy(
        (long) Math.pow(GROWTH, Math.clamp(attempt, 1, MAX_ATTEMPTS) - 1));
  }
}

package dev.memwarden.server.admin;

import dev.memwarden.server.own.KeyWishReader;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/// Times as RFC 3339 writes them, from the epoch on. [Instant] reads others too, so far away that
/// nothing can be computed with them.
final class TimeText {
  private TimeText() {}

  /// @throws IllegalArgumentException if `text` is none
  static Instant parse(String text) {
    try {
      Instant time = Instant.parse(text);
      if (!time.isBefore(Instant.EPOCH) && !time.isAfter(KeyWishReader.LATEST)) {
        return time;
      }
    } catch (DateTimeParseException _) {
      // said below
    }
    throw new IllegalArgumentException("must be a time such as 2030-01-31T12:00:00Z");
  }
}

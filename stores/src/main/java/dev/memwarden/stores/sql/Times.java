package dev.memwarden.stores.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Instants as whole microseconds since 1970: as fine as clocks tick, and they sort.
public final class Times {
  private Times() {}

  /// As a number.
  public static long micros(Instant at) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, at);
  }

  static Optional<Long> micros(Optional<Instant> at) {
    return at.map(Times::micros);
  }

  /// What a record says after it was stored and read again.
  static Instant stored(Instant at) {
    return instant(micros(at));
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return instant(row.getLong(column));
  }

  static Optional<Instant> maybe(ResultSet row, String column) throws SQLException {
    long micros = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(instant(micros));
  }
}

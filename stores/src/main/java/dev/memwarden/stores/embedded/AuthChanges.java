package dev.memwarden.stores.embedded;

import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Principal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/// The log of changes of authority: written in the transaction of the change, never a secret in it.
final class AuthChanges {
  private AuthChanges() {}

  /// Appends that `kind` happened to `subject`, by whom the proof was given to.
  ///
  /// @param subject such as `key:4f…` or `user:alice`
  static void append(Connection connection, Allow allow, Instant at, String kind, String subject)
      throws SQLException {
    Principal who = allow.identity().principal();
    String by = who + " by " + allow.identity().credential().id();
    append(connection, at, kind, who.tenant() + "/" + subject, by);
  }

  /// Appends that `kind` happened to `subject`, where no proof was asked for.
  ///
  /// @param subject such as `default/family:5f…`
  static void append(Connection connection, Instant at, String kind, String subject, String by)
      throws SQLException {
    Sql.of(
            "INSERT INTO auth_change (at, kind, subject, detail) VALUES (?, ?, ?, ?)",
            Times.micros(at),
            kind,
            subject,
            by)
        .run(connection);
  }

  /// Number of the last change.
  static long last(Connection connection) throws SQLException {
    return Sql.of("SELECT coalesce(max(seq), 0) FROM auth_change").number(connection);
  }
}

package dev.memwarden.stores.embedded;

import dev.memwarden.auth.Allow;
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
    String by = allow.identity().principal() + " by " + allow.identity().credential().id();
    Sql.of(
            "INSERT INTO auth_change (at, kind, subject, detail) VALUES (?, ?, ?, ?)",
            Times.micros(at),
            kind,
            allow.identity().principal().tenant() + "/" + subject,
            by)
        .run(connection);
  }
}

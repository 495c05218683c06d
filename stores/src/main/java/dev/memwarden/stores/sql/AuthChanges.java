package dev.memwarden.stores.sql;

import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.audit.Actor;
import dev.memwarden.auth.audit.AuditEvent;
import dev.memwarden.auth.audit.Correlation;
import dev.memwarden.auth.audit.Deed;
import dev.memwarden.auth.audit.Ending;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/// The log of changes of authority, and their entries in the audit log: written in the transaction
/// of the change, never a secret in it.
record AuthChanges(AuditRows audit) {
  /// Somebody logged in.
  static final String FAMILY_OPENED = "family_opened";

  /// Somebody is known from now on, as active as whoever is not.
  static final String PRINCIPAL_ADDED = "principal_added";

  /// Appends that `kind` happened to `subject`, by whom the proof was given to.
  ///
  /// @param subject such as `key:4f…` or `user:alice`
  void append(Connection connection, Allow allow, Instant at, String kind, String subject)
      throws SQLException {
    Principal who = allow.identity().principal();
    append(connection, at, kind, who.tenant() + "/" + subject, Actor.of(allow.identity()));
  }

  /// Appends that `kind` happened to `subject`, where no proof was asked for.
  ///
  /// @param subject such as `default/family:5f…`
  void append(Connection connection, Instant at, String kind, String subject, Actor by)
      throws SQLException {
    Sql.of(
            "INSERT INTO auth_change (at, kind, subject, detail) VALUES (?, ?, ?, ?)",
            Times.micros(at),
            kind,
            subject,
            by.credential().isEmpty() ? by.principal() : by.principal() + " by " + by.credential())
        .run(connection);
    note(connection, at, kind, subject, by);
  }

  /// Appends to the audit log alone what changes nobody's authority.
  void note(Connection connection, Instant at, String kind, String subject, Actor by)
      throws SQLException {
    audit.append(
        connection,
        new AuditEvent(
            at,
            AuditEvent.Kind.CHANGE,
            by,
            Deed.to(kind, subject),
            Ending.DONE,
            Correlation.current()));
  }

  /// Number of the last change.
  static long last(Connection connection) throws SQLException {
    return Sql.of("SELECT coalesce(max(seq), 0) FROM auth_change").number(connection);
  }
}

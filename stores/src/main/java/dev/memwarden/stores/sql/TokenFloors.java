package dev.memwarden.stores.sql;

import dev.memwarden.auth.Principal;
import java.sql.Connection;
import java.sql.SQLException;

/// By which change of authority everything of somebody was ended last. Tokens know the number of
/// the last change before they were minted, so neither clocks nor time that passes matter.
final class TokenFloors {
  private TokenFloors() {}

  /// Ends what was minted for `principal` before the last change.
  static void raise(Connection connection, Principal principal) throws SQLException {
    raise(connection, principal.tenant(), principal.kind().name(), principal.id());
  }

  /// Ends what was minted in `tenant` before the last change.
  static void raise(Connection connection, String tenant) throws SQLException {
    raise(connection, tenant, "", "");
  }

  private static void raise(Connection connection, String tenant, String kind, String principal)
      throws SQLException {
    Sql.of(
            "INSERT INTO token_floor (tenant, kind, principal, change) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT (tenant, kind, principal) DO UPDATE SET change = excluded.change",
            tenant,
            kind,
            principal,
            AuthChanges.last(connection))
        .run(connection);
  }

  /// The change by which everything of `principal` was ended last; 0 if it never was.
  static long of(Connection connection, Principal principal) throws SQLException {
    return Sql.of(
            "SELECT coalesce(max(change), 0) FROM token_floor WHERE tenant = ?"
                + " AND (kind = ? AND principal = ? OR kind = '')",
            principal.tenant(),
            principal.kind().name(),
            principal.id())
        .number(connection);
  }
}

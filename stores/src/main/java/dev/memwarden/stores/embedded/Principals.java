package dev.memwarden.stores.embedded;

import dev.memwarden.auth.Principal;
import dev.memwarden.auth.key.KeyRecord;
import dev.memwarden.auth.key.User;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// The table of principals.
final class Principals {
  private Principals() {}

  /// The value of the column `user` for where the principal and its keys lie.
  static String user(Principal principal) {
    return ReachSql.stored(KeyRecord.place(principal).user());
  }

  static User read(ResultSet row) throws SQLException {
    return new User(
        new Principal(
            Principal.Kind.valueOf(row.getString("kind")),
            row.getString("tenant"),
            row.getString("id")),
        User.Status.valueOf(row.getString("status")),
        Times.instant(row, "created_at"),
        Times.instant(row, "changed_at"));
  }

  static Optional<User> find(Connection connection, Principal principal) throws SQLException {
    return Sql.of(
            "SELECT * FROM principal WHERE tenant = ? AND kind = ? AND id = ?",
            principal.tenant(),
            principal.kind().name(),
            principal.id())
        .first(connection, Principals::read);
  }

  /// Stores an active principal unless something is stored about it.
  ///
  /// @return whether it was new
  static boolean ensure(Connection connection, Principal principal, Instant at)
      throws SQLException {
    return Sql.of(
                "INSERT INTO principal (tenant, kind, id, user, status, created_at, changed_at)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                principal.tenant(),
                principal.kind().name(),
                principal.id(),
                user(principal),
                User.Status.ACTIVE.name(),
                Times.micros(at),
                Times.micros(at))
            .run(connection)
        > 0;
  }
}

package dev.memwarden.stores.embedded;

import dev.memwarden.auth.Place;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.key.User;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// The table of principals: rows, and where they lie.
final class Principals {
  private Principals() {}

  /// The place of a principal's record and keys: users lie in their own, services and admins where
  /// there is no user.
  static Place place(Principal principal) {
    Optional<String> user =
        switch (principal.kind()) {
          case USER -> Optional.of(principal.id());
          case SERVICE, ADMIN -> Optional.empty();
        };
    return new Place(
        principal.tenant(), user, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// The value of the column `user` for that place.
  static String user(Principal principal) {
    return ReachSql.stored(place(principal).user());
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

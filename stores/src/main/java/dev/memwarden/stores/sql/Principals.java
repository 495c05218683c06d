package dev.memwarden.stores.sql;

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
  /// The columns of a principal `p` as it counts, where `t` is its tenant: nobody is active in one
  /// that is disabled, stored or not.
  static final String STANDING =
      "CASE WHEN t.status = 'DISABLED' AND coalesce(p.status, 'ACTIVE') = 'ACTIVE'"
          + " THEN 'DISABLED' ELSE p.status END AS standing,"
          + " coalesce(p.created_at, t.created_at) AS owner_created_at,"
          + " coalesce(p.changed_at, t.changed_at) AS owner_changed_at";

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

  /// The principal as it counts.
  ///
  /// @return empty if nothing is stored about it, and its tenant is not disabled
  static Optional<User> standing(Connection connection, Principal principal) throws SQLException {
    return Sql.of(
            "SELECT "
                + STANDING
                + " FROM (SELECT ? AS tenant, ? AS kind, ? AS id) asked"
                + " LEFT JOIN principal p ON p.tenant = asked.tenant AND p.kind = asked.kind"
                + " AND p.id = asked.id LEFT JOIN tenant t ON t.id = asked.tenant",
            principal.tenant(),
            principal.kind().name(),
            principal.id())
        .first(connection, row -> standing(row, principal))
        .flatMap(found -> found);
  }

  /// Reads the columns of [#STANDING].
  static Optional<User> standing(ResultSet row, Principal principal) throws SQLException {
    Optional<String> standing = Optional.ofNullable(row.getString("standing"));
    Instant created = Times.instant(row, "owner_created_at");
    Instant changed = Times.instant(row, "owner_changed_at");
    return standing
        .map(User.Status::valueOf)
        .map(status -> new User(principal, status, created, changed));
  }

  /// Stores an active principal unless something is stored about it.
  ///
  /// @return whether it was new
  static boolean ensure(Connection connection, Principal principal, Instant at)
      throws SQLException {
    return Sql.of(
                "INSERT INTO principal (tenant, kind, id, \"user\", status, created_at, changed_at)"
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

package dev.memwarden.stores.embedded;

import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.key.User;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/// The tables that say who may do what, with the log of how that came to be. Logins and the keys
/// that sign their tokens are not among them: those end when a store is put back.
final class AuthorityTables {
  private static final List<String> NAMES =
      List.of(
          "principal",
          "tenant",
          "api_key",
          "grave",
          "policy_version",
          "auth_change",
          "token_floor");

  private AuthorityTables() {}

  /// Makes them what they are in the database that is attached as `other`, as of one moment.
  ///
  /// @throws BackupException if the other ones have other columns
  static void replace(Connection connection) throws SQLException {
    long here = Sql.of("SELECT max(version) FROM main.schema_version").number(connection);
    long there = Sql.of("SELECT max(version) FROM other.schema_version").number(connection);
    if (here != there) {
      throw new BackupException(
          "the store has tables of version "
              + there
              + ", not "
              + here
              + "; use the version of Memwarden that serves it");
    }
    for (String name : NAMES) {
      Sql.of("DELETE FROM main." + name).run(connection);
      Sql.of("INSERT INTO main." + name + " SELECT * FROM other." + name).run(connection);
    }
  }

  /// Removes the memory of whoever is deleted by now: it was to be gone for good.
  ///
  /// @param admin who does it, in a tenant
  static void removeDeleted(Connection connection, Function<String, Identity> admin, Instant at)
      throws SQLException {
    List<Principal> deleted =
        Sql.of(
                "SELECT * FROM principal WHERE kind = ? AND status = ?",
                Principal.Kind.USER.name(),
                User.Status.DELETED.name())
            .list(connection, row -> Principals.read(row).principal());
    for (Principal user : deleted) {
      int _ =
          Removal.ofOwner(user.tenant(), user.id()).run(connection, admin.apply(user.tenant()), at);
      Entities.removeOf(connection, user.tenant(), user.id());
      Jobs.removeOf(connection, user.tenant(), user.id());
    }
  }
}

package dev.memwarden.stores.embedded;

import dev.memwarden.stores.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

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
}

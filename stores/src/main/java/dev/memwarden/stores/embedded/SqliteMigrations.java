package dev.memwarden.stores.embedded;

import dev.memwarden.stores.sql.Migrations;
import dev.memwarden.stores.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;

/// The schema of the file.
final class SqliteMigrations {
  private static final Migrations ALL =
      new Migrations(
          SqliteMigrations.class,
          List.of(
              "V1__start.sql",
              "V2__legacy_keys.sql",
              "V3__handshake.sql",
              "V4__signed_requests.sql",
              "V5__kinds.sql",
              "V6__entity.sql",
              "V7__job.sql",
              "V8__audit.sql",
              "V9__allowance.sql",
              "V10__tenant.sql",
              "V11__pages.sql"),
          "BEGIN IMMEDIATE",
          SqliteMigrations::check);

  private SqliteMigrations() {}

  /// Applies what is missing.
  ///
  /// @throws dev.memwarden.stores.sql.NewerSchemaException if the database knows a version that
  ///   this program does not
  static void apply(Connection connection, InstantSource clock) throws SQLException {
    int version = ALL.version(connection);
    if (!ALL.isOlder(version)) {
      return;
    }
    // A table that is made again must not take with it what refers to it. SQLite changes this
    // outside of transactions only.
    Sql.of("PRAGMA foreign_keys = OFF").run(connection);
    try {
      ALL.apply(connection, version, clock);
    } finally {
      Sql.of("PRAGMA foreign_keys = ON").run(connection);
    }
  }

  private static void check(Connection connection, int version) throws SQLException {
    if (Sql.of("PRAGMA foreign_key_check").first(connection, _ -> true).isPresent()) {
      throw new SQLException("migration " + version + " would leave rows that belong to none");
    }
  }
}

package dev.memwarden.stores.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;

/// Brings the schema to the newest version: numbered files, each applied once, each in its own
/// transaction.
final class Migrations {
  /// In order; the place in the list is the version.
  private static final List<String> FILES =
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
          "V10__tenant.sql");

  private Migrations() {}

  /// Applies what is missing.
  ///
  /// @throws NewerSchemaException if the database knows a version that this program does not
  static void apply(Connection connection, InstantSource clock) throws SQLException {
    Sql.of(
            "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY,"
                + " applied_at INTEGER NOT NULL) STRICT")
        .run(connection);
    int version =
        (int) Sql.of("SELECT coalesce(max(version), 0) FROM schema_version").number(connection);
    if (version > FILES.size()) {
      throw new NewerSchemaException(version, FILES.size());
    }
    if (version == FILES.size()) {
      return;
    }
    // A table that is made again must not take with it what refers to it. SQLite changes this
    // outside of transactions only.
    Sql.of("PRAGMA foreign_keys = OFF").run(connection);
    try {
      for (int next = version + 1; next <= FILES.size(); next++) {
        apply(connection, next, clock);
      }
    } finally {
      Sql.of("PRAGMA foreign_keys = ON").run(connection);
    }
  }

  private static void apply(Connection connection, int version, InstantSource clock)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      boolean done = false;
      try {
        for (String sql : text(FILES.get(version - 1)).split(";\\s*\\n")) {
          if (!sql.isBlank()) {
            statement.execute(sql);
          }
        }
        Sql.of("INSERT INTO schema_version VALUES (?, ?)", version, Times.micros(clock.instant()))
            .run(connection);
        if (Sql.of("PRAGMA foreign_key_check").first(connection, _ -> true).isPresent()) {
          throw new SQLException("migration " + version + " would leave rows that belong to none");
        }
        statement.execute("COMMIT");
        done = true;
      } finally {
        if (!done) {
          statement.execute("ROLLBACK");
        }
      }
    }
  }

  private static String text(String file) {
    try (InputStream in = Migrations.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("migration " + file + " is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read migration " + file, e);
    }
  }
}

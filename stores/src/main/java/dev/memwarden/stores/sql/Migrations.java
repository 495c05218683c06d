package dev.memwarden.stores.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;

/// Brings a schema to the newest version: numbered files, each applied once, each in its own
/// transaction.
///
/// @param beside a class in the package of the files
/// @param files in order; the place in the list is the version
/// @param begin begins a transaction that nobody else can begin meanwhile
/// @param check runs at the end of each transaction
public record Migrations(Class<?> beside, List<String> files, String begin, Check check) {

  public Migrations {
    files = List.copyOf(files);
  }

  /// What must hold before a version is committed.
  @FunctionalInterface
  public interface Check {
    /// @param version that would be committed
    void run(Connection connection, int version) throws SQLException;
  }

  /// The version that the database has; 0 for one that is new.
  ///
  /// @throws NewerSchemaException if this program does not know it
  public int version(Connection connection) throws SQLException {
    Sql.of(
            "CREATE TABLE IF NOT EXISTS schema_version"
                + " (version INTEGER PRIMARY KEY, applied_at BIGINT NOT NULL)")
        .run(connection);
    int version =
        (int) Sql.of("SELECT coalesce(max(version), 0) FROM schema_version").number(connection);
    if (version > files.size()) {
      throw new NewerSchemaException(version, files.size());
    }
    return version;
  }

  /// Whether files are missing after `version`.
  public boolean isOlder(int version) {
    return version < files.size();
  }

  /// Applies what comes after `version`.
  ///
  /// @param connection that commits what is not in a transaction
  public void apply(Connection connection, int version, InstantSource clock) throws SQLException {
    for (int next = version + 1; next <= files.size(); next++) {
      applyOne(connection, next, clock);
    }
  }

  private void applyOne(Connection connection, int version, InstantSource clock)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(begin);
      boolean done = false;
      try {
        for (String sql : text(files.get(version - 1)).split(";\\s*\\n")) {
          if (!sql.isBlank()) {
            statement.execute(sql);
          }
        }
        Sql.of("INSERT INTO schema_version VALUES (?, ?)", version, Times.micros(clock.instant()))
            .run(connection);
        check.run(connection, version);
        statement.execute("COMMIT");
        done = true;
      } finally {
        if (!done) {
          statement.execute("ROLLBACK");
        }
      }
    }
  }

  private String text(String file) {
    try (InputStream in = beside.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("migration " + file + " is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read migration " + file, e);
    }
  }
}

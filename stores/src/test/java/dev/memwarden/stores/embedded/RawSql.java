package dev.memwarden.stores.embedded;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/// Somebody who can write to the file of a closed store, but has no master key.
final class RawSql {
  private RawSql() {}

  static int run(Path folder, String sql) throws SQLException {
    try (Connection connection = connect(folder)) {
      return Sql.of(sql).run(connection);
    }
  }

  static long number(Path folder, String sql) throws SQLException {
    try (Connection connection = connect(folder)) {
      return Sql.of(sql).number(connection);
    }
  }

  private static Connection connect(Path folder) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("memwarden.db"));
  }
}

package dev.memwarden.stores.embedded;

import dev.memwarden.stores.sql.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// Somebody who can write to the file of a closed store, but has no master key.
public final class RawSql {
  private RawSql() {}

  static int run(Path folder, String sql) throws SQLException {
    try (Connection connection = connect(folder)) {
      return Sql.of(sql).run(connection);
    }
  }

  /// Several statements, each at the end of its line.
  static void script(Path folder, String sql) throws SQLException {
    try (Connection connection = connect(folder);
        Statement statement = connection.createStatement()) {
      for (String one : sql.split(";\\s*\n")) {
        if (!one.isBlank()) {
          statement.execute(one);
        }
      }
    }
  }

  static long number(Path folder, String sql) throws SQLException {
    try (Connection connection = connect(folder)) {
      return Sql.of(sql).number(connection);
    }
  }

  public static List<String> list(Path folder, Sql sql, String column) throws SQLException {
    try (Connection connection = connect(folder)) {
      return sql.list(connection, row -> row.getString(column));
    }
  }

  private static Connection connect(Path folder) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("memwarden.db"));
  }
}

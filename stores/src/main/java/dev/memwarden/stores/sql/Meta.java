package dev.memwarden.stores.embedded;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// What the store knows about itself, by name.
final class Meta {
  private Meta() {}

  static Optional<String> read(Connection connection, String name) throws SQLException {
    return Sql.of("SELECT value FROM meta WHERE name = ?", name)
        .first(connection, row -> row.getString(1));
  }

  static void write(Connection connection, String name, String value) throws SQLException {
    Sql.of("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", name, value).run(connection);
  }
}

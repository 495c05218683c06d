package dev.memwarden.stores.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// What the store knows about itself, by name.
public final class Meta {
  private Meta() {}

  /// What is known under a name.
  public static Optional<String> read(Connection connection, String name) throws SQLException {
    return Sql.of("SELECT value FROM meta WHERE name = ?", name)
        .first(connection, row -> row.getString(1));
  }

  /// Sets what is known under a name.
  public static void write(Connection connection, String name, String value) throws SQLException {
    Sql.of(
            "INSERT INTO meta (name, value) VALUES (?, ?)"
                + " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            name,
            value)
        .run(connection);
  }

  /// Forgets what is known under a name.
  public static void remove(Connection connection, String name) throws SQLException {
    Sql.of("DELETE FROM meta WHERE name = ?", name).run(connection);
  }
}

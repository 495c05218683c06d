package dev.memwarden.stores.postgres;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;

/// A column of a [MovedTable].
///
/// @param type as SQLite's strict tables have it
record MovedColumn(String name, Type type) {
  /// What its values are.
  enum Type {
    INTEGER(Types.BIGINT),
    TEXT(Types.VARCHAR),
    BLOB(Types.BINARY);

    private final int sqlType;

    Type(int sqlType) {
      this.sqlType = sqlType;
    }
  }

  /// Its name in a statement.
  String quoted() {
    return "\"" + name + "\"";
  }

  /// Its name where PostgreSQL sorts by it: in the order of bytes, as SQLite does.
  String ordered() {
    return quoted() + (type == Type.TEXT ? " COLLATE \"C\"" : "");
  }

  /// Its value in the current row; empty for NULL.
  Optional<Object> of(ResultSet row) throws SQLException {
    return switch (type) {
      case INTEGER -> {
        long number = row.getLong(name);
        yield row.wasNull() ? Optional.empty() : Optional.of(number);
      }
      case TEXT -> Optional.ofNullable(row.getString(name));
      case BLOB -> Optional.ofNullable(row.getBytes(name));
    };
  }

  /// Binds a value that [#of] gave.
  void bind(PreparedStatement statement, int at, Optional<Object> value) throws SQLException {
    if (value.isEmpty()) {
      statement.setNull(at, type.sqlType);
      return;
    }
    switch (value.get()) {
      case Long number -> statement.setLong(at, number);
      case String text -> statement.setString(at, text);
      case byte[] bytes -> statement.setBytes(at, bytes);
      case Object other -> throw unknown(other);
    }
  }

  static IllegalStateException unknown(Object value) {
    return new IllegalStateException("no value of a table: " + value.getClass());
  }
}

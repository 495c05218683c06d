package dev.memwarden.stores.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A table with the columns `seq` and `stamp`, whose rows are stamped as they are stored: what a
/// raw edit made of them is found out before anything tries to understand it.
///
/// @param name of the table, which goes into the stamp: never change one
/// @param columns those that are stamped, in this order
record StampedTable(Integrity integrity, String name, List<String> columns) {
  private static final String NULL = "-";
  private static final String VALUE = "=";

  StampedTable {
    columns = List.copyOf(columns);
  }

  /// Inserts a row, and may be followed by more.
  ///
  /// @param values of the columns
  Sql insert(List<Object> values) {
    String marks = String.join(", ", Collections.nCopies(columns.size() + 1, "?"));
    List<Object> all = new ArrayList<>(values);
    all.add(stamp(values));
    return new Sql(
        "INSERT INTO "
            + name
            + " ("
            + columns.stream().map(column -> '"' + column + '"').collect(Collectors.joining(", "))
            + ", stamp) VALUES ("
            + marks
            + ")",
        all);
  }

  /// The stamp of a row with these values.
  String stamp(List<Object> values) {
    return integrity.stamp(
        parts(
            values.stream()
                .map(value -> value instanceof Optional<?> maybe ? maybe : Optional.of(value))
                .map(value -> value.map(Object::toString))
                .toList()));
  }

  /// Whether the row is as it was written. One that is not is reported to the log, without anything
  /// that it says.
  boolean holds(ResultSet row) throws SQLException {
    List<Optional<String>> values = new ArrayList<>();
    for (String column : columns) {
      values.add(Optional.ofNullable(row.getString(column)));
    }
    return integrity.holds(name, row.getLong("seq"), parts(values), row.getString("stamp"));
  }

  private List<String> parts(List<Optional<String>> values) {
    List<String> parts = new ArrayList<>(List.of(name));
    values.forEach(value -> parts.add(value.map(VALUE::concat).orElse(NULL)));
    return parts;
  }
}

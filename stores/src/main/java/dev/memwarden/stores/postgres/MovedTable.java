package dev.memwarden.stores.postgres;

import dev.memwarden.stores.sql.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/// A table that is moved row by row as it is, in the order of its key.
///
/// @param columns all that it has where it comes from
/// @param key names of those that say which row it is, in order
record MovedTable(String name, List<MovedColumn> columns, List<MovedColumn> key) {
  /// How many rows are copied at once.
  static final int BATCH = 1_000;

  /// What hangs on an item says whose it is, where it goes.
  private static final String HELD_BY = "held_by";

  MovedTable {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
  }

  /// The table as it is where it comes from.
  ///
  /// @param source a SQLite database
  static MovedTable of(Connection source, String name) throws SQLException {
    record Found(MovedColumn column, int key) {}
    List<Found> found =
        Sql.of("SELECT name, type, pk FROM pragma_table_info(?)", name)
            .list(
                source,
                row ->
                    new Found(
                        new MovedColumn(
                            row.getString(1), MovedColumn.Type.valueOf(row.getString(2))),
                        row.getInt(3)));
    return new MovedTable(
        name,
        found.stream().map(Found::column).toList(),
        found.stream()
            .filter(each -> each.key() > 0)
            .sorted(Comparator.comparingInt(Found::key))
            .map(Found::column)
            .toList());
  }

  /// What it says where it comes from.
  ///
  /// @param read hears now and then how many rows more were read
  TableDigest source(Connection source, LongConsumer read) throws SQLException {
    return TableDigest.of(source, this, all(list(key)), read);
  }

  /// What it says where it goes; needs a transaction, or all rows come at once.
  TableDigest target(Connection target, LongConsumer read) throws SQLException {
    String order = key.stream().map(MovedColumn::ordered).collect(Collectors.joining(", "));
    return TableDigest.of(target, this, all(order), read);
  }

  private String all(String order) {
    return "SELECT " + list(columns) + " FROM " + name + " ORDER BY " + order;
  }

  private static String list(List<MovedColumn> columns) {
    return columns.stream().map(MovedColumn::quoted).collect(Collectors.joining(", "));
  }

  long count(Connection connection) throws SQLException {
    return Sql.of("SELECT count(*) FROM " + name).number(connection);
  }

  /// Copies what is not there yet. Rows come in the order of the key and batch by batch, so what is
  /// there is everything up to some row.
  ///
  /// @param target in which nobody else writes; committed after each batch
  /// @param copied hears of each batch how many rows it had
  void copy(Connection source, Connection target, LongConsumer copied) throws SQLException {
    boolean held = isHeld(target);
    Optional<List<Object>> last = last(target);
    while (true) {
      List<List<Optional<Object>>> rows = after(last).list(source, this::read);
      if (rows.isEmpty()) {
        return;
      }
      insert(target, rows, held);
      target.commit();
      last = Optional.of(keyOf(rows.getLast()));
      copied.accept(rows.size());
    }
  }

  private Optional<List<Object>> last(Connection target) throws SQLException {
    String newestFirst =
        key.stream().map(column -> column.ordered() + " DESC").collect(Collectors.joining(", "));
    return Sql.of("SELECT " + list(key) + " FROM " + name + " ORDER BY " + newestFirst + " LIMIT 1")
        .first(
            target,
            row -> {
              List<Object> values = new ArrayList<>();
              for (MovedColumn column : key) {
                values.add(column.of(row).orElseThrow());
              }
              return values;
            });
  }

  private Sql after(Optional<List<Object>> last) {
    Sql sql = Sql.of("SELECT " + list(columns) + " FROM " + name);
    if (last.isPresent()) {
      String marks = key.stream().map(_ -> "?").collect(Collectors.joining(", "));
      sql = sql.then(new Sql("WHERE (" + list(key) + ") > (" + marks + ")", last.get()));
    }
    return sql.then("ORDER BY " + list(key) + " LIMIT ?", BATCH);
  }

  private List<Optional<Object>> read(ResultSet row) throws SQLException {
    List<Optional<Object>> values = new ArrayList<>();
    for (MovedColumn column : columns) {
      values.add(column.of(row));
    }
    return values;
  }

  private List<Object> keyOf(List<Optional<Object>> row) {
    return key.stream().map(column -> row.get(columns.indexOf(column)).orElseThrow()).toList();
  }

  private void insert(Connection target, List<List<Optional<Object>>> rows, boolean held)
      throws SQLException {
    String values = columns.stream().map(_ -> "?").collect(Collectors.joining(", "));
    String sql =
        "INSERT INTO "
            + name
            + " ("
            + list(columns)
            + (held ? ", " + HELD_BY : "")
            + ") OVERRIDING SYSTEM VALUE VALUES ("
            + values
            + (held ? ", (SELECT tenant FROM item WHERE row = ?)" : "")
            + ")";
    try (PreparedStatement statement = target.prepareStatement(sql)) {
      for (List<Optional<Object>> row : rows) {
        for (int i = 0; i < row.size(); i++) {
          columns.get(i).bind(statement, i + 1, row.get(i));
        }
        if (held) {
          key.getFirst().bind(statement, row.size() + 1, Optional.of(keyOf(row).getFirst()));
        }
        statement.addBatch();
      }
      int[] _ = statement.executeBatch();
    }
  }

  private boolean isHeld(Connection target) throws SQLException {
    return Sql.of(
                "SELECT count(*) FROM information_schema.columns WHERE table_schema = ?"
                    + " AND table_name = ? AND column_name = ?",
                PostgresSchema.NAME,
                name,
                HELD_BY)
            .number(target)
        > 0;
  }
}

package dev.memwarden.stores.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// SQL text and the parameters bound to its question marks: values never become text.
///
/// @param parameters strings, whole numbers, byte arrays, or an [Optional] of one of them, which is
///   NULL when empty
public record Sql(String text, List<Object> parameters) {

  public Sql {
    parameters = List.copyOf(parameters);
  }

  public static Sql of(String text, Object... parameters) {
    return new Sql(text, List.of(parameters));
  }

  /// This, a space, and `other`.
  public Sql then(Sql other) {
    List<Object> both = new ArrayList<>(parameters);
    both.addAll(other.parameters);
    return new Sql(text + " " + other.text, both);
  }

  public Sql then(String more, Object... its) {
    return then(of(more, its));
  }

  /// Makes something of the current row.
  @FunctionalInterface
  public interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /// Runs a change.
  ///
  /// @return how many rows it touched
  public int run(Connection connection) throws SQLException {
    try (PreparedStatement statement = prepare(connection)) {
      return statement.executeUpdate();
    }
  }

  /// Runs a change once for each row of parameters, which costs less than one after the other: one
  /// statement, and one round trip to a database elsewhere.
  ///
  /// @param rows as many parameters each as the text has question marks
  static void runEach(Connection connection, String text, List<List<Object>> rows)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      for (List<Object> row : rows) {
        bind(statement, row);
        statement.addBatch();
      }
      int[] _ = statement.executeBatch();
    }
  }

  /// All rows of a question.
  public <T> List<T> list(Connection connection, Row<T> row) throws SQLException {
    try (PreparedStatement statement = prepare(connection);
        ResultSet rows = statement.executeQuery()) {
      List<T> list = new ArrayList<>();
      while (rows.next()) {
        list.add(row.read(rows));
      }
      return list;
    }
  }

  /// The first row of a question.
  public <T> Optional<T> first(Connection connection, Row<T> row) throws SQLException {
    try (PreparedStatement statement = prepare(connection);
        ResultSet rows = statement.executeQuery()) {
      return rows.next() ? Optional.of(row.read(rows)) : Optional.empty();
    }
  }

  /// Rows of a question until `enough` says so.
  public void until(Connection connection, Row<Boolean> enough) throws SQLException {
    try (PreparedStatement statement = prepare(connection);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        if (enough.read(rows)) {
          return;
        }
      }
    }
  }

  /// The first column of the first row, which there must be.
  public long number(Connection connection) throws SQLException {
    return first(connection, row -> row.getLong(1))
        .orElseThrow(() -> new SQLException("no row where there is always one"));
  }

  private PreparedStatement prepare(Connection connection) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(text);
    boolean bound = false;
    try {
      bind(statement, parameters);
      bound = true;
      return statement;
    } finally {
      if (!bound) {
        statement.close();
      }
    }
  }

  private static void bind(PreparedStatement statement, List<Object> values) throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      bind(statement, i + 1, values.get(i));
    }
  }

  private static void bind(PreparedStatement statement, int at, Object value) throws SQLException {
    switch (value) {
      case String text -> statement.setString(at, text);
      case Long number -> statement.setLong(at, number);
      case Integer number -> statement.setInt(at, number);
      case byte[] bytes -> statement.setBytes(at, bytes);
      case Optional<?> optional when optional.isPresent() -> bind(statement, at, optional.get());
      case Optional<?> _ -> statement.setNull(at, java.sql.Types.NULL);
      default -> throw new IllegalArgumentException("cannot bind a " + value.getClass());
    }
  }
}

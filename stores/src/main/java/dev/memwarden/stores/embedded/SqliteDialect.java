package dev.memwarden.stores.embedded;

import dev.memwarden.stores.sql.Dialect;
import dev.memwarden.stores.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/// What SQLite must be told in its own way. Its index is beside it and follows a log.
final class SqliteDialect implements Dialect {

  /// SQLite allows thousands of parameters, but plans each number of them anew.
  @Override
  public Sql itemsOf(List<Long> rows) {
    String json = rows.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    return Sql.of(
        "SELECT * FROM item NOT INDEXED WHERE row IN (SELECT value FROM json_each(?))", json);
  }

  @Override
  public String joinInOrder() {
    return "CROSS JOIN";
  }

  @Override
  public String locate() {
    return "instr";
  }

  /// The next number is above all that there were.
  @Override
  public void changedTo(Connection connection, long seq) {}

  /// There is one writer.
  @Override
  public void holdAudit(Connection connection) {}

  @Override
  public void put(Connection connection, long row) throws SQLException {
    Sql.of("INSERT INTO index_log (row, op) VALUES (?, 'put')", row).run(connection);
  }

  @Override
  public void cut(Connection connection, Sql which) throws SQLException {
    Sql.of("INSERT INTO index_log (row, op) SELECT row, 'cut' FROM item WHERE")
        .then(which)
        .run(connection);
  }

  @Override
  public long changes(Connection connection) throws SQLException {
    return IndexLog.LAST.number(connection);
  }
}

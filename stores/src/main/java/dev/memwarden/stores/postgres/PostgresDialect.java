package dev.memwarden.stores.postgres;

import dev.memwarden.stores.sql.Dialect;
import dev.memwarden.stores.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/// What PostgreSQL must be told in its own way. It searches itself: no index beside it follows.
final class PostgresDialect implements Dialect {
  /// How texts become words: by stems, without those that say nothing.
  static final String WORDS = "english";

  @Override
  public Sql itemsOf(List<Long> rows) {
    return Sql.of("SELECT * FROM item WHERE row = ANY (?::BIGINT[])", array(rows));
  }

  /// Numbers as an array has them.
  static String array(List<Long> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
  }

  @Override
  public String joinInOrder() {
    return "JOIN";
  }

  @Override
  public String locate() {
    return "strpos";
  }

  @Override
  public void changedTo(Connection connection, long seq) throws SQLException {
    Sql.of("UPDATE auth_clock SET seq = ?", seq).run(connection);
  }

  @Override
  public void holdAudit(Connection connection) throws SQLException {
    Entry.hold(connection, List.of(Lock.AUDIT));
  }

  @Override
  public void put(Connection connection, long row) throws SQLException {
    Sql.of(
            "INSERT INTO item_words (row, words)"
                + " SELECT row, to_tsvector(?::REGCONFIG, text) FROM item WHERE row = ?"
                + " ON CONFLICT (row) DO UPDATE SET words = excluded.words",
            WORDS,
            row)
        .run(connection);
  }

  /// The words go with the item.
  @Override
  public void cut(Connection connection, Sql which) {}

  /// What the transaction sees is named by what was under way when it began: while that is the
  /// same, nothing was committed.
  @Override
  public long changes(Connection connection) throws SQLException {
    return Sql.of("SELECT hashtextextended(pg_current_snapshot()::TEXT, 0)").number(connection);
  }
}

package dev.memwarden.server.isolation;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Everything that is stored, read from the database file beside the server, so that no check of
/// the server stands between the judge and the truth.
final class Snapshot implements AutoCloseable {
  private final Connection connection;

  Snapshot(Path folder) throws SQLException {
    connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("memwarden.db"));
  }

  /// One stored item: a memory, a message.
  ///
  /// @param place tenant, user, agent, session, label; each a value or [Where#NONE]
  record Row(long row, String kind, String id, List<String> place, String text, int version) {}

  /// One stored entity.
  record Kept(long seq, String kind, String id, List<String> place, String body) {}

  /// All memories by row number.
  Map<Long, Row> memories() throws SQLException {
    Map<Long, Row> rows = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet all =
            statement.executeQuery(
                "SELECT row, id, tenant, user, agent, session, label, text || metadata, version,"
                    + " kind FROM item")) {
      while (all.next()) {
        List<String> place =
            List.of(axis(all, 3), axis(all, 4), axis(all, 5), axis(all, 6), axis(all, 7));
        rows.put(
            all.getLong(1),
            new Row(
                all.getLong(1),
                all.getString(10),
                all.getString(2),
                place,
                all.getString(8),
                all.getInt(9)));
      }
    }
    return rows;
  }

  /// All entities by number.
  Map<Long, Kept> entities() throws SQLException {
    Map<Long, Kept> rows = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet all =
            statement.executeQuery(
                "SELECT seq, id, tenant, user, agent, session, label, kind, body FROM entity")) {
      while (all.next()) {
        List<String> place =
            List.of(axis(all, 3), axis(all, 4), axis(all, 5), axis(all, 6), axis(all, 7));
        rows.put(
            all.getLong(1),
            new Kept(all.getLong(1), all.getString(8), all.getString(2), place, all.getString(9)));
      }
    }
    return rows;
  }

  private static String axis(ResultSet all, int column) throws SQLException {
    String value = all.getString(column);
    return value.isEmpty() ? Where.NONE : value;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}

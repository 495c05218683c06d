package dev.memwarden.stores.postgres;

import dev.memwarden.stores.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// How long a connection waits: for an answer, for the end of a statement, for others, and for what
/// comes next in a transaction. Most work has limits, so that a request is refused rather than kept
/// waiting; what goes over whole tables must not have any, or it would fail in the same way each
/// time.
///
/// @param network how long an answer may take, in milliseconds
record Limits(int network) {
  private static final List<String> OF_THE_SESSION =
      List.of("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout");

  /// Lets work of this connection take as long as it takes.
  ///
  /// @return what there was before
  static Limits lift(Connection connection) throws SQLException {
    Limits before = new Limits(connection.getNetworkTimeout());
    connection.setNetworkTimeout(Runnable::run, 0);
    for (String limit : OF_THE_SESSION) {
      Sql.of("SET " + limit + " = 0").run(connection);
    }
    return before;
  }

  /// Sets limits again as they were.
  void restore(Connection connection) throws SQLException {
    for (String limit : OF_THE_SESSION) {
      Sql.of("RESET " + limit).run(connection);
    }
    connection.setNetworkTimeout(Runnable::run, network);
  }
}

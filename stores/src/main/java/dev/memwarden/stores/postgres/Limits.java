package dev.memwarden.stores.postgres;

import dev.memwarden.stores.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/// How long a connection waits: for an answer, for the end of a statement, and for others. Most
/// work has limits, so that a request is refused rather than kept waiting; what goes over whole
/// tables must not have any, or it would fail in the same way each time.
///
/// @param network how long an answer may take, in milliseconds
record Limits(int network) {

  /// Lets work of this connection take as long as it takes.
  ///
  /// @return what there was before
  static Limits lift(Connection connection) throws SQLException {
    Limits before = new Limits(connection.getNetworkTimeout());
    liftNetwork(connection);
    Sql.of("SET statement_timeout = 0").run(connection);
    Sql.of("SET lock_timeout = 0").run(connection);
    return before;
  }

  /// The same until the transaction ends, on a connection of a pool: that gives back the limit of
  /// the network by itself.
  static void liftHere(Connection connection) throws SQLException {
    liftNetwork(connection);
    Sql.of("SET LOCAL statement_timeout = 0").run(connection);
    Sql.of("SET LOCAL lock_timeout = 0").run(connection);
  }

  private static void liftNetwork(Connection connection) throws SQLException {
    connection.setNetworkTimeout(Runnable::run, 0);
  }

  /// Sets limits again as they were.
  void restore(Connection connection) throws SQLException {
    Sql.of("RESET statement_timeout").run(connection);
    Sql.of("RESET lock_timeout").run(connection);
    connection.setNetworkTimeout(Runnable::run, network);
  }
}

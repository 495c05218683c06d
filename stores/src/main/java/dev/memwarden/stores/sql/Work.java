package dev.memwarden.stores.embedded;

import java.sql.Connection;
import java.sql.SQLException;

/// What is done with a connection: a change by the [Writer], a question by [Readers].
@FunctionalInterface
interface Work<T> {
  T in(Connection connection) throws SQLException;

  /// The same question with all of its statements answered as of one moment.
  static <T> Work<T> atOneMoment(Work<T> question) {
    return connection -> {
      Sql.of("BEGIN").run(connection);
      try {
        return question.in(connection);
      } finally {
        Sql.of("COMMIT").run(connection);
      }
    };
  }
}

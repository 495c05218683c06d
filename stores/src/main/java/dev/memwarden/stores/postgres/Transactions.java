package dev.memwarden.stores.postgres;

import com.zaxxer.hikari.HikariDataSource;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.stores.sql.Sql;
import dev.memwarden.stores.sql.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/// Runs work in transactions over a few connections; who finds none free waits a little, then is
/// refused.
record Transactions(HikariDataSource pool) implements AutoCloseable {
  /// Somebody else was in the way, and is not any more: serialization failure, deadlock.
  private static final Set<String> AGAIN = Set.of("40001", "40P01");

  private static final int ATTEMPTS = 5;

  /// What a transaction is for.
  enum Mode {
    /// Each statement sees what was committed before it.
    QUESTION,
    /// All statements see the same.
    MOMENT,
    /// Durable when it returns.
    CHANGE,
    /// A change that a crash of the database may lose.
    NOTE
  }

  /// @throws StoreUnavailableException if it did not come to its end, or cannot be known to have
  <T> T run(Entry entry, Mode mode, Work<T> work) {
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      Optional<T> done = attempt(entry, mode, work);
      if (done.isPresent()) {
        return done.get();
      }
    }
    return attempt(entry, mode, work)
        .orElseThrow(() -> new StoreUnavailableException("others were in the way too often"));
  }

  /// @return empty if it is worth another attempt
  private <T> Optional<T> attempt(Entry entry, Mode mode, Work<T> work) {
    // Closing gives the connection back, which undoes what was not committed.
    try (Connection connection = pool.getConnection()) {
      T result = in(connection, entry, mode, work);
      connection.commit();
      return Optional.of(result);
    } catch (SQLException e) {
      if (AGAIN.contains(String.valueOf(e.getSQLState()))) {
        return Optional.empty();
      }
      throw new StoreUnavailableException("the database cannot answer", e);
    }
  }

  private static <T> T in(Connection connection, Entry entry, Mode mode, Work<T> work)
      throws SQLException {
    switch (mode) {
      case QUESTION -> connection.setReadOnly(true);
      case MOMENT ->
          Sql.of("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY").run(connection);
      case CHANGE -> {}
      case NOTE -> Sql.of("SET LOCAL synchronous_commit = off").run(connection);
    }
    entry.into(connection);
    if (mode == Mode.CHANGE) {
      entry.hold(connection);
    }
    return work.in(connection);
  }

  /// How many wait for a connection.
  int waiting() {
    return pool.getHikariPoolMXBean().getThreadsAwaitingConnection();
  }

  @Override
  public void close() {
    pool.close();
  }
}

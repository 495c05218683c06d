package dev.memwarden.stores.postgres;

import dev.memwarden.stores.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// How a transaction begins: in which role, held to which tenant, and after whom.
///
/// @param tenant the empty text for none
record Entry(Role role, String tenant, List<Lock> locks) {

  Entry {
    locks = List.copyOf(locks);
  }

  /// Steps in, until the transaction ends.
  void into(Connection connection) throws SQLException {
    Sql entering =
        Sql.of(
            "SELECT set_config('role', ?, true), set_config('memwarden.tenant', ?, true)",
            role.sqlName(),
            tenant);
    boolean _ = entering.first(connection, _ -> true).isPresent();
  }

  /// Waits for whoever holds what this needs. A statement of its own: the next one sees what they
  /// committed.
  void hold(Connection connection) throws SQLException {
    hold(connection, locks);
  }

  static void hold(Connection connection, List<Lock> locks) throws SQLException {
    for (Lock lock : locks) {
      String function = lock.shared() ? "pg_advisory_xact_lock_shared" : "pg_advisory_xact_lock";
      boolean _ =
          Sql.of("SELECT " + function + "(?)", lock.key()).first(connection, _ -> true).isPresent();
    }
  }
}

package dev.memwarden.stores.embedded;

import dev.memwarden.auth.Reach;
import dev.memwarden.memory.Kind;
import dev.memwarden.memory.MemoryStore.Sessions;
import dev.memwarden.memory.Session;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// Sessions are not stored: they are where memories are.
final class SessionList {
  private SessionList() {}

  /// Runs inside the transaction of its caller, so that page and total fit together.
  static Sessions of(Connection connection, Reach reach, int offset, int limit)
      throws SQLException {
    Sql inReach =
        Sql.of("FROM item WHERE session <> ? AND", ReachSql.NONE)
            .then(Items.within(reach, Kind.MEMORY));
    Sql page =
        Sql.of(
                "SELECT tenant, user, session, min(created_at) AS started, max(updated_at) AS updated")
            .then(inReach)
            .then("GROUP BY tenant, user, session ORDER BY min(row)")
            .then("LIMIT ? OFFSET ?", Math.max(limit, 0), Math.max(offset, 0));
    Sql total =
        Sql.of("SELECT count(*) FROM (SELECT DISTINCT tenant, user, session")
            .then(inReach)
            .then(")");
    return new Sessions(page.list(connection, SessionList::read), total.number(connection));
  }

  private static Session read(ResultSet row) throws SQLException {
    return new Session(
        row.getString("tenant"),
        Optional.of(row.getString("user")).filter(user -> !user.equals(ReachSql.NONE)),
        row.getString("session"),
        Times.instant(row, "started"),
        Times.instant(row, "updated"));
  }
}

package dev.memwarden.stores.embedded;

import dev.memwarden.stores.sql.ReachSqlContract;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

final class SqliteReachSqlTest extends ReachSqlContract {
  @Override
  protected Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite::memory:");
  }
}

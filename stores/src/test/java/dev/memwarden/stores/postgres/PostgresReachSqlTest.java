package dev.memwarden.stores.postgres;

import dev.memwarden.stores.sql.ReachSqlContract;
import java.sql.Connection;
import java.sql.SQLException;

final class PostgresReachSqlTest extends ReachSqlContract {
  @Override
  protected Connection connect() throws SQLException {
    return Cluster.connect("postgres", "postgres");
  }
}

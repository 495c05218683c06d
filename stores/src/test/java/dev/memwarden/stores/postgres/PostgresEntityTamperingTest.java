package dev.memwarden.stores.postgres;

import dev.memwarden.stores.EntityTamperingContract;
import dev.memwarden.stores.Stores;
import java.sql.SQLException;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresEntityTamperingTest extends EntityTamperingContract {
  @RegisterExtension final TestDatabase database = new TestDatabase();

  @Override
  protected Stores open() {
    return database.open();
  }

  @Override
  protected int run(String sql) throws SQLException {
    return database.run(sql);
  }

  @Override
  protected long number(String sql) throws SQLException {
    return database.number(sql);
  }
}

package dev.memwarden.stores.postgres;

import dev.memwarden.stores.Stores;
import dev.memwarden.stores.TamperingContract;
import java.sql.SQLException;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresTamperingTest extends TamperingContract {
  @RegisterExtension final TestDatabase database = new TestDatabase();

  @Override
  protected Stores open() {
    return database.open();
  }

  @Override
  protected int run(String sql) throws SQLException {
    return database.run(sql);
  }
}

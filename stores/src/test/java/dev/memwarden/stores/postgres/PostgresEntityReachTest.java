package dev.memwarden.stores.postgres;

import dev.memwarden.stores.EntityReachContract;
import dev.memwarden.stores.Stores;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresEntityReachTest extends EntityReachContract {
  @RegisterExtension final TestDatabase database = new TestDatabase();

  @Override
  protected Stores open() {
    return database.open();
  }
}

package dev.memwarden.stores.postgres;

import dev.memwarden.stores.Stores;
import dev.memwarden.stores.UserStoreContract;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresUserStoreTest extends UserStoreContract {
  @RegisterExtension final TestDatabase database = new TestDatabase();

  @Override
  protected Stores open() {
    return database.open();
  }
}

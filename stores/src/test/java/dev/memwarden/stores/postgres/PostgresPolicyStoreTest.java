package dev.memwarden.stores.postgres;

import dev.memwarden.stores.PolicyStoreContract;
import dev.memwarden.stores.Stores;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresPolicyStoreTest extends PolicyStoreContract {
  @RegisterExtension final TestDatabase database = new TestDatabase();

  @Override
  protected Stores open() {
    return database.open();
  }
}

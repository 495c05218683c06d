package dev.memwarden.stores.postgres;

import dev.memwarden.stores.Stores;
import dev.memwarden.stores.TenantStoreContract;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresTenantStoreTest extends TenantStoreContract {
  @RegisterExtension final TestDatabase database = new TestDatabase();

  @Override
  protected Stores open() {
    return database.open();
  }
}

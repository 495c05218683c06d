package dev.memwarden.stores.postgres;

import dev.memwarden.stores.MemoryStoreContract;
import dev.memwarden.stores.Stores;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresMemoryStoreTest extends MemoryStoreContract {
  @RegisterExtension final TestDatabase database = new TestDatabase();

  @Override
  protected Stores open() {
    return database.open();
  }
}

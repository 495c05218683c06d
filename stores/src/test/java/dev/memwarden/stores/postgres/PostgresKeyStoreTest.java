package dev.memwarden.stores.postgres;

import dev.memwarden.stores.KeyStoreContract;
import dev.memwarden.stores.Stores;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresKeyStoreTest extends KeyStoreContract {
  @RegisterExtension final TestDatabase database = new TestDatabase();

  @Override
  protected Stores open() {
    return database.open();
  }
}

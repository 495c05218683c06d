package dev.memwarden.stores.postgres;

import dev.memwarden.stores.SigningKeyStoreContract;
import dev.memwarden.stores.Stores;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresSigningKeyStoreTest extends SigningKeyStoreContract {
  @RegisterExtension final TestDatabase database = new TestDatabase();

  @Override
  protected Stores open() {
    return database.open();
  }
}

package dev.memwarden.stores.postgres;

import dev.memwarden.stores.EntityStoreContract;
import dev.memwarden.stores.Stores;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresEntityStoreTest extends EntityStoreContract {
  @RegisterExtension final TestDatabase database = new TestDatabase();

  @Override
  protected Stores open() {
    return database.open(now::get);
  }
}

package dev.memwarden.stores.postgres;

import dev.memwarden.stores.JobStoreContract;
import dev.memwarden.stores.Stores;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresJobStoreTest extends JobStoreContract {
  @RegisterExtension final TestDatabase database = new TestDatabase();

  @Override
  protected Stores open() {
    return database.open(now::get);
  }
}

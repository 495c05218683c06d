package dev.memwarden.stores.postgres;

import dev.memwarden.stores.MemoryIndexContract;
import dev.memwarden.stores.Stores;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresMemoryIndexTest extends MemoryIndexContract {
  @RegisterExtension final TestDatabase database = new TestDatabase();

  @Override
  protected Stores open() {
    return database.open();
  }

  // Nobody waits longer for a connection than a few seconds, on however slow a machine.
  @Override
  protected int writers() {
    return 200;
  }
}

package dev.memwarden.stores.postgres;

import dev.memwarden.stores.MemoryIndexContract;
import dev.memwarden.stores.Stores;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The contract where the graph is asked first, however little is in reach.
final class PgVectorIndexTest extends MemoryIndexContract {
  @RegisterExtension static final PgVectorDatabase DATABASE = new PgVectorDatabase();

  @Override
  protected Stores open() {
    return DATABASE.open(0);
  }

  // One at a time, each within the few seconds for which anybody waits for a connection.
  @Override
  protected int writers() {
    return 50;
  }
}

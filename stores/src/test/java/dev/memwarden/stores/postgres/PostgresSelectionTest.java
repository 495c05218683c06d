package dev.memwarden.stores.postgres;

import dev.memwarden.stores.SelectionContract;
import dev.memwarden.stores.Stores;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresSelectionTest extends SelectionContract {
  @RegisterExtension final TestDatabase database = new TestDatabase();

  @Override
  protected Stores open() {
    return database.open();
  }
}

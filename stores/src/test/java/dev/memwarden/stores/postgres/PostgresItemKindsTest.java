package dev.memwarden.stores.postgres;

import dev.memwarden.stores.ItemKindsContract;
import dev.memwarden.stores.Stores;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresItemKindsTest extends ItemKindsContract {
  @RegisterExtension final TestDatabase database = new TestDatabase();

  @Override
  protected Stores open() {
    return database.open();
  }
}

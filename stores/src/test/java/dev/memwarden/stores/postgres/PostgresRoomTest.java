package dev.memwarden.stores.postgres;

import dev.memwarden.stores.RoomContract;
import dev.memwarden.stores.Stores;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresRoomTest extends RoomContract {
  @RegisterExtension final TestDatabase database = new TestDatabase();

  @Override
  protected Stores open() {
    return database.open();
  }
}

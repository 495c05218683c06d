package dev.memwarden.stores.embedded;

import dev.memwarden.stores.RoomContract;
import dev.memwarden.stores.Stores;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedRoomTest extends RoomContract {
  @TempDir Path folder;

  @Override
  protected Stores open() {
    return Opened.in(folder);
  }
}

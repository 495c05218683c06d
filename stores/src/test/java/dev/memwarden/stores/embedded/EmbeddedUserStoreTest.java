package dev.memwarden.stores.embedded;

import dev.memwarden.stores.Stores;
import dev.memwarden.stores.UserStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedUserStoreTest extends UserStoreContract {
  @TempDir Path folder;

  @Override
  protected Stores open() {
    return Opened.in(folder);
  }
}

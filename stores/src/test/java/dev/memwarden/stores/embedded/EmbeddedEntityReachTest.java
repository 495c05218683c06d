package dev.memwarden.stores.embedded;

import dev.memwarden.stores.EntityReachContract;
import dev.memwarden.stores.Stores;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedEntityReachTest extends EntityReachContract {
  @TempDir Path folder;

  @Override
  protected Stores open() {
    return Opened.in(folder);
  }
}

package dev.memwarden.stores.embedded;

import dev.memwarden.stores.ItemKindsContract;
import dev.memwarden.stores.Stores;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedItemKindsTest extends ItemKindsContract {
  @TempDir Path folder;

  @Override
  protected Stores open() {
    return Opened.in(folder);
  }
}

package dev.memwarden.stores.embedded;

import dev.memwarden.stores.Stores;
import dev.memwarden.stores.TenantStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedTenantStoreTest extends TenantStoreContract {
  @TempDir Path folder;

  @Override
  protected Stores open() {
    return Opened.in(folder);
  }
}

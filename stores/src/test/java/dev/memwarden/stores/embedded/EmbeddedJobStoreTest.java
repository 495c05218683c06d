package dev.memwarden.stores.embedded;

import dev.memwarden.stores.JobStoreContract;
import dev.memwarden.stores.Stores;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedJobStoreTest extends JobStoreContract {
  @TempDir Path folder;

  @Override
  protected Stores open() {
    return Opened.in(folder, now::get);
  }
}

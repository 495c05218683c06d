package dev.memwarden.stores.embedded;

import dev.memwarden.stores.Stores;
import dev.memwarden.stores.TamperingContract;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedTamperingTest extends TamperingContract {
  @TempDir Path folder;

  @Override
  protected Stores open() {
    return Opened.in(folder);
  }

  @Override
  protected int run(String sql) throws SQLException {
    return RawSql.run(folder, sql);
  }
}

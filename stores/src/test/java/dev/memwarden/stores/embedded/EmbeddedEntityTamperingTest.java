package dev.memwarden.stores.embedded;

import dev.memwarden.stores.EntityTamperingContract;
import dev.memwarden.stores.Stores;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedEntityTamperingTest extends EntityTamperingContract {
  @TempDir Path folder;

  @Override
  protected Stores open() {
    return Opened.in(folder);
  }

  @Override
  protected int run(String sql) throws SQLException {
    return RawSql.run(folder, sql);
  }

  @Override
  protected long number(String sql) throws SQLException {
    return RawSql.number(folder, sql);
  }
}

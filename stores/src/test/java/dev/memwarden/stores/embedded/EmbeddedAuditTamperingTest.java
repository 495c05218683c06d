package dev.memwarden.stores.embedded;

import dev.memwarden.auth.audit.AuditChain;
import dev.memwarden.stores.AuditTamperingContract;
import dev.memwarden.stores.Stores;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedAuditTamperingTest extends AuditTamperingContract {
  @TempDir Path folder;

  @Override
  protected Stores open() {
    return Opened.in(folder);
  }

  @Override
  protected AuditChain chain() {
    return Opened.auditChain(folder);
  }

  @Override
  protected int run(String sql) throws SQLException {
    return RawSql.run(folder, sql);
  }
}

package dev.memwarden.stores.postgres;

import dev.memwarden.auth.audit.AuditChain;
import dev.memwarden.stores.AuditTamperingContract;
import dev.memwarden.stores.Stores;
import java.sql.SQLException;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresAuditTamperingTest extends AuditTamperingContract {
  @RegisterExtension final TestDatabase database = new TestDatabase();

  @Override
  protected Stores open() {
    return database.open();
  }

  @Override
  protected AuditChain chain() {
    return database.auditChain();
  }

  @Override
  protected int run(String sql) throws SQLException {
    return database.run(sql);
  }
}

package dev.memwarden.stores.postgres;

import dev.memwarden.auth.audit.AuditChain;
import dev.memwarden.stores.AuditLogContract;
import dev.memwarden.stores.Stores;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresAuditLogTest extends AuditLogContract {
  @RegisterExtension final TestDatabase database = new TestDatabase();

  @Override
  protected Stores open() {
    return database.open();
  }

  @Override
  protected AuditChain chain() {
    return database.auditChain();
  }
}

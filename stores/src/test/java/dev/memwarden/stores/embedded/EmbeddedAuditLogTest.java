package dev.memwarden.stores.embedded;

import dev.memwarden.auth.audit.AuditChain;
import dev.memwarden.stores.AuditLogContract;
import dev.memwarden.stores.Stores;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedAuditLogTest extends AuditLogContract {
  @TempDir Path folder;

  @Override
  protected Stores open() {
    return Opened.in(folder);
  }

  @Override
  protected AuditChain chain() {
    return Opened.auditChain(folder);
  }
}

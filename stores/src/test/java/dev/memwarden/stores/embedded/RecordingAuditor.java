package dev.memwarden.stores.embedded;

import dev.memwarden.auth.Identity;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.audit.AuditEvent;
import dev.memwarden.auth.audit.Auditor;
import java.util.ArrayList;
import java.util.List;

/// Keeps what it is told, unless a test wants it to fail.
final class RecordingAuditor implements Auditor {
  final List<AuditEvent> recorded = new ArrayList<>();
  boolean ready = true;
  boolean writes = true;
  Runnable before = () -> {};

  @Override
  public void ready() {
    if (!ready) {
      throw new StoreUnavailableException("the audit log cannot be written");
    }
  }

  @Override
  public void record(AuditEvent event) {
    before.run();
    if (!writes) {
      throw new StoreUnavailableException("the audit log cannot be written");
    }
    recorded.add(event);
  }

  @Override
  public void note(AuditEvent event) {}

  @Override
  public void count(Identity who, Object via) {}
}

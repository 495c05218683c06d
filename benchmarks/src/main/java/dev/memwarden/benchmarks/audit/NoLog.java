package dev.memwarden.benchmarks.audit;

import dev.memwarden.auth.Allow;
import dev.memwarden.auth.audit.AuditEntry;
import dev.memwarden.auth.audit.AuditEvent;
import dev.memwarden.auth.audit.AuditLog;
import dev.memwarden.auth.audit.AuditQuery;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/// A log that keeps nothing, so that only what comes before it costs time.
final class NoLog implements AuditLog {
  private int events;

  int events() {
    return events;
  }

  @Override
  public void append(List<AuditEvent> more) {
    events += more.size();
  }

  @Override
  public List<AuditEntry> list(Allow allow, AuditQuery query) {
    return List.of();
  }

  @Override
  public List<Chain> chains() {
    return List.of();
  }

  @Override
  public List<AuditEntry> links(String writer, long after, int limit) {
    return List.of();
  }

  @Override
  public int prune(Instant before, long most, int limit, Instant at) {
    return 0;
  }

  @Override
  public void onWithheld(Consumer<AuditEvent> listener) {}
}

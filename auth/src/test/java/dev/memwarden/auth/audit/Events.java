package dev.memwarden.auth.audit;

import dev.memwarden.auth.Callers;
import java.time.Instant;
import java.util.List;

/// Events for tests.
final class Events {
  static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");

  static final AuditEvent READ =
      new AuditEvent(
          NEW_YEAR,
          AuditEvent.Kind.ACCESS,
          new Actor("default", "user:alice", "api_key", "k-1"),
          new Deed("memory:read", List.of("default/alice"), List.of()),
          Ending.allowed("200"),
          new Correlation("r-1", "192.0.2.1", "GET /memories"));

  private Events() {}

  /// One of many that differ.
  static AuditEvent numbered(int number) {
    return new AuditEvent(
        NEW_YEAR.plusSeconds(number),
        AuditEvent.Kind.CHANGE,
        Actor.of(Callers.identity("admin:root")),
        Deed.to("key_added", "default/key:" + number),
        Ending.DONE,
        Correlation.NONE);
  }
}

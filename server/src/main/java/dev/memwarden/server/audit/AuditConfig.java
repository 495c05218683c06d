package dev.memwarden.server.audit;

import java.time.Duration;

/// What is written down, and for how long it is kept.
///
/// @param mode what happens when it cannot be
/// @param keepFor entries are removed when they are older
/// @param keepAtMost entries beyond that number are removed, the oldest first
public record AuditConfig(Mode mode, Duration keepFor, long keepAtMost) {

  /// Fail closed, keep 90 days or ten million entries.
  public static final AuditConfig DEFAULT =
      new AuditConfig(Mode.FAIL_CLOSED, Duration.ofDays(90), 10_000_000);

  /// What happens when something cannot be written down.
  public enum Mode {
    /// Nothing that touches memory is answered before its entry is durable; without, it is 503.
    FAIL_CLOSED,
    /// Everything is answered; what could not be written is counted, and raises an alarm.
    FAIL_OPEN,
    /// Only changes of authority are written down, as always.
    OFF
  }
}

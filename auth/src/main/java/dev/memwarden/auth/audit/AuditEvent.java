package dev.memwarden.auth.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/// Something that the audit log is told.
///
/// @param at when, in whole microseconds
/// @param times how many of the same kind it stands for, from 1
public record AuditEvent(
    Instant at,
    Kind kind,
    Actor actor,
    Deed deed,
    Ending ending,
    Correlation correlation,
    long times) {

  /// What kind of thing happened.
  public enum Kind {
    /// Memory was read, written or deleted, or a chat was answered.
    ACCESS,
    /// A request was refused.
    REFUSAL,
    /// Something was allowed that touches no memory.
    CHECK,
    /// Authority changed: keys, users, policy, tokens, or this log.
    CHANGE,
    /// Something was done in the background under the authority of whoever had asked for it.
    JOB,
    /// A stored record was not as it was written, and was not shown.
    WITHHELD,
    /// Events could not be written down: there were so many of them.
    LOST,
    /// Stored as something that this version does not know, as only a raw edit can make it.
    UNKNOWN;

    /// The word on the wire.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// The kind of a word; [#UNKNOWN] for any other.
    public static Kind of(String word) {
      for (Kind kind : values()) {
        if (kind.word().equals(word)) {
          return kind;
        }
      }
      return UNKNOWN;
    }
  }

  public AuditEvent {
    at = at.truncatedTo(ChronoUnit.MICROS);
  }

  /// One event.
  public AuditEvent(
      Instant at, Kind kind, Actor actor, Deed deed, Ending ending, Correlation correlation) {
    this(at, kind, actor, deed, ending, correlation, 1);
  }

  /// Events of which so many are alike.
  public AuditEvent times(Instant last, long number) {
    return new AuditEvent(last, kind, actor, deed, ending, correlation, number);
  }

  /// What it has in common with others that are like it: all but when, and in which request.
  public AuditEvent alike() {
    return new AuditEvent(
        Instant.EPOCH,
        kind,
        actor,
        deed,
        ending,
        new Correlation("", correlation.address(), correlation.via()));
  }

  /// All that it says, as texts in an order that never changes: what an entry is linked by.
  List<String> parts() {
    return List.of(
        Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, at)),
        kind.word(),
        actor.tenant(),
        actor.principal(),
        actor.kind(),
        actor.credential(),
        deed.action(),
        String.join("\n", deed.on()),
        String.join("\n", deed.shown()),
        ending.outcome().word(),
        ending.reason(),
        correlation.request(),
        correlation.address(),
        correlation.via(),
        Long.toString(times));
  }
}

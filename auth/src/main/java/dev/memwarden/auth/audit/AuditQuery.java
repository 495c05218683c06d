package dev.memwarden.auth.audit;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Which entries are looked for.
///
/// @param wanted what an entry must say exactly
/// @param since not before that
/// @param until before that
/// @param order which come first
/// @param beyond only entries that come after the one with this id, in that order
/// @param limit how many at most, from 1
public record AuditQuery(
    Map<Field, String> wanted,
    Optional<Instant> since,
    Optional<Instant> until,
    Order order,
    Optional<Long> beyond,
    int limit) {

  /// What may be looked for.
  public enum Field {
    /// A kind of event, such as `access`.
    KIND,
    /// Who did it, such as `user:alice`.
    PRINCIPAL,
    /// The id of the credential.
    CREDENTIAL,
    /// One action, such as `memory:read`, or what happened, such as `key_revoked`.
    ACTION,
    /// A user whose memory it was about, or was shown.
    USER,
    /// `allowed`, `denied` or `failed`.
    OUTCOME,
    /// The real reason.
    REASON,
    /// The name of the request.
    REQUEST,
    /// Where it came from.
    ADDRESS;

    /// The word on the wire.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Which entries come first.
  public enum Order {
    OLDEST,
    NEWEST
  }

  public AuditQuery {
    wanted = Map.copyOf(wanted);
    if (limit < 1) {
      throw new IllegalArgumentException("a limit is at least 1");
    }
  }

  /// The oldest entries.
  public static AuditQuery oldest(int limit) {
    return new AuditQuery(
        Map.of(), Optional.empty(), Optional.empty(), Order.OLDEST, Optional.empty(), limit);
  }
}

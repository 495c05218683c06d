package dev.memwarden.auth.token;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// When a token works: what its times say now, and as a ceiling for later.
final class TokenLife {
  // RFC 3339 has years of four digits.
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  private TokenLife() {}

  /// Why these claims are not good at `now`, if so.
  static Optional<Refusal> refusal(Claims claims, Instant now, Duration leeway) {
    if (claims.expiresAt().filter(end -> !now.isBefore(end.plus(leeway))).isPresent()) {
      return Optional.of(Refusal.EXPIRED);
    }
    if (isAhead(claims.issuedAt(), now, leeway)) {
      return Optional.of(Refusal.ISSUED_IN_FUTURE);
    }
    return isAhead(claims.notBefore(), now, leeway)
        ? Optional.of(Refusal.NOT_YET_VALID)
        : Optional.empty();
  }

  /// The most that a token of these claims allows: `actions` in its tenant, as long as it works.
  static Ceiling ceiling(Claims claims, Set<Action> actions, String tenant, Duration leeway) {
    return new Ceiling(
        actions,
        Box.ofTenant(tenant),
        List.of(),
        start(claims).map(start -> start.minus(leeway)),
        claims.expiresAt().map(end -> end.plus(leeway)).map(end -> end.isAfter(LAST) ? LAST : end),
        Optional.empty());
  }

  /// The later of both: what also keeps a token from working when the clock is set back.
  private static Optional<Instant> start(Claims claims) {
    Optional<Instant> notBefore = claims.notBefore();
    Optional<Instant> issuedAt = claims.issuedAt();
    boolean issuedLater =
        notBefore.isEmpty() || issuedAt.isPresent() && issuedAt.get().isAfter(notBefore.get());
    return issuedLater ? issuedAt : notBefore;
  }

  private static boolean isAhead(Optional<Instant> start, Instant now, Duration leeway) {
    return start.filter(then -> now.isBefore(then.minus(leeway))).isPresent();
  }
}

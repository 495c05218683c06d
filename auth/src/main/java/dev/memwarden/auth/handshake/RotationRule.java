package dev.memwarden.auth.handshake;

import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.handshake.Chain.Link;
import dev.memwarden.auth.handshake.Chain.Use;
import dev.memwarden.auth.token.RefreshToken;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Decides what becomes of refresh tokens. Each is used once (RFC 9700 §4.14): one that comes again
/// was copied, or the reply to it was lost.
///
/// - **Within [#GRACE]** the immediate predecessor gets the same successor again, if it comes from
///   the address that has traded it and the successor is unused; otherwise it is refused.
/// - **After that** a used token ends its family: the thief's tokens and the owner's alike.
final class RotationRule {

  /// How long a used token may come again because a reply was lost.
  static final Duration GRACE = Duration.ofSeconds(30);

  /// How long a refresh token waits to be used.
  static final Duration IDLE = Duration.ofDays(7);

  /// How long a family lives at most.
  static final Duration ABSOLUTE = Duration.ofDays(30);

  static final String REPLAYED = "a used refresh token came again";

  private RotationRule() {}

  /// The first token of a family.
  static RefreshToken first(Family family, String masterKey) {
    return token(family, 1, masterKey, family.createdAt());
  }

  /// @param hindrance why it cannot be traded now, for a reason that is not its own
  static Step decide(
      Chain chain,
      RefreshToken presented,
      Optional<Refusal> hindrance,
      String masterKey,
      Instant now,
      InetAddress from) {
    Family family = chain.family();
    if (chain.cut() || family.ending().isPresent()) {
      return new Step.Refuse(Refusal.REVOKED);
    }
    if (!now.isBefore(family.endsAt())) {
      return new Step.Refuse(Refusal.EXPIRED);
    }
    Optional<Link> link = chain.link(presented.number());
    if (link.isEmpty()) {
      // Forgotten, as it was used long ago. One that is ahead comes from before a restored backup.
      return presented.number() < chain.newest() ? kill(now) : new Step.Refuse(Refusal.UNKNOWN_KEY);
    }
    if (!link.get().token().equals(presented)) {
      return new Step.Refuse(Refusal.UNKNOWN_KEY);
    }
    return link.get()
        .use()
        .map(use -> again(chain, use, presented, hindrance, now, from))
        .orElseGet(() -> trade(family, presented, hindrance, masterKey, now, from));
  }

  private static Step trade(
      Family family,
      RefreshToken presented,
      Optional<Refusal> hindrance,
      String masterKey,
      Instant now,
      InetAddress from) {
    if (presented.isExpired(now)) {
      return new Step.Refuse(Refusal.EXPIRED);
    }
    return hindrance
        .<Step>map(Step.Refuse::new)
        .orElseGet(() ->
            new Step.Advance(
                token(family, presented.number() + 1, masterKey, now),
                new Use(now, from.getHostAddress()),
                now.minus(GRACE)));
  }

  private static Step again(
      Chain chain,
      Use use,
      RefreshToken presented,
      Optional<Refusal> hindrance,
      Instant now,
      InetAddress from) {
    if (!now.isBefore(use.at().plus(GRACE))) {
      return kill(now);
    }
    return chain
        .link(presented.number() + 1)
        .filter(successor -> successor.use().isEmpty())
        .filter(_ -> use.from().equals(from.getHostAddress()) && hindrance.isEmpty())
        .<Step>map(successor -> new Step.Repeat(successor.token()))
        .orElseGet(() -> new Step.Refuse(hindrance.orElse(Refusal.REPLAYED)));
  }

  private static Step kill(Instant now) {
    return new Step.Kill(new Family.Ending(now, REPLAYED));
  }

  private static RefreshToken token(Family family, int number, String masterKey, Instant now) {
    Instant issued = now.truncatedTo(ChronoUnit.SECONDS);
    Instant idle = issued.plus(IDLE);
    Instant end = family.endsAt().truncatedTo(ChronoUnit.SECONDS);
    return new RefreshToken(
        family.id(), number, family.client(), masterKey, issued, end.isBefore(idle) ? end : idle);
  }
}

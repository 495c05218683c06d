package dev.memwarden.auth.token;

import dev.memwarden.auth.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What a token of one kind must say. Kinds exclude each other by these rules and by their keys, so
/// that no token passes for one of another kind (RFC 8725 §3.11, §3.12).
///
/// @param types values of `typ` that it may have, in lower case; compared without case, as media
///   types are (RFC 7515 §4.1.9)
/// @param typeRequired whether it must have one
/// @param audiences names of this server; one of them must be in `aud`, compared exactly
/// @param audienceRequired whether there must be an `aud`; one that is there counts in any case
/// @param subjectRequired whether there must be a `sub`
/// @param leeway how far the clock of its maker may be off
public record TokenRules(
    Set<String> types,
    boolean typeRequired,
    Set<String> audiences,
    boolean audienceRequired,
    boolean subjectRequired,
    Duration leeway) {

  /// Largest leeway that is allowed.
  public static final Duration MAX_LEEWAY = Duration.ofSeconds(60);

  /// @throws IllegalArgumentException if the leeway is negative or above [#MAX_LEEWAY]
  public TokenRules {
    types = Set.copyOf(types);
    audiences = Set.copyOf(audiences);
    if (leeway.isNegative() || leeway.compareTo(MAX_LEEWAY) > 0) {
      throw new IllegalArgumentException("a leeway is between 0 and " + MAX_LEEWAY);
    }
  }

  /// Why a token with this header is of another kind, if it is.
  Optional<Refusal> refusal(JoseHeader header) {
    boolean fits =
        header
            .type()
            .map(type -> types.contains(type.toLowerCase(Locale.ROOT)))
            .orElse(!typeRequired);
    return fits ? Optional.empty() : Optional.of(Refusal.WRONG_TOKEN_TYPE);
  }

  /// Why these verified claims are none for this server, or not now, if so.
  Optional<Refusal> refusal(Claims claims, Instant now) {
    Optional<Refusal> untimely = TokenLife.refusal(claims, now, leeway);
    if (untimely.isPresent()) {
      return untimely;
    }
    boolean forUs =
        claims
            .audience()
            .map(names -> names.stream().anyMatch(audiences::contains))
            .orElse(!audienceRequired);
    if (!forUs) {
      return Optional.of(Refusal.WRONG_AUDIENCE);
    }
    return subjectRequired && claims.subject().isEmpty()
        ? Optional.of(Refusal.NO_SUBJECT)
        : Optional.empty();
  }
}

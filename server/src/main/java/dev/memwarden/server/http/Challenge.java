package dev.memwarden.server.http;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Refusal;
import java.util.Set;
import java.util.stream.Collectors;

/// `WWW-Authenticate` of a refusal (RFC 6750 §3), the same for every dialect. Reasons that would
/// help an attacker share one code; the real one is in the log.
final class Challenge {
  private static final String BARE = "Bearer realm=\"memwarden\"";
  private static final String INVALID_REQUEST = BARE + ", error=\"invalid_request\"";
  private static final String INVALID_TOKEN = BARE + ", error=\"invalid_token\"";
  private static final String SECRET_AS_TOKEN =
      INVALID_TOKEN + ", error_description=\"" + Hint.SIGNING_SECRET + "\"";

  private Challenge() {}

  /// To a caller whose credential proves nothing.
  static String unauthenticated(Refusal why) {
    return switch (why) {
      // Nothing was presented, so nothing can be wrong with it (§3.1).
      case NO_CREDENTIAL -> BARE;
      case CONFLICTING_CREDENTIALS -> INVALID_REQUEST;
      case UNREADABLE_CREDENTIAL,
          MALFORMED_KEY,
          UNKNOWN_KEY,
          WRONG_SECRET,
          MALFORMED_TOKEN,
          WRONG_ALGORITHM,
          UNKNOWN_ISSUER,
          NO_KEY_ID,
          UNKNOWN_SIGNING_KEY,
          BAD_SIGNATURE,
          WRONG_TOKEN_TYPE,
          WRONG_AUDIENCE,
          ISSUED_IN_FUTURE,
          NO_SUBJECT,
          NO_EXPIRY,
          FOREIGN_TENANT,
          EXPIRED,
          NOT_YET_VALID,
          REVOKED,
          REPLAYED,
          DISABLED_PRINCIPAL,
          FOREIGN_NETWORK,
          FOREIGN_DIALECT ->
          INVALID_TOKEN;
      // Whoever sends it knows it, so the hint helps nobody else.
      case SIGNING_SECRET -> SECRET_AS_TOKEN;
      case ACTION_NOT_ALLOWED, OUT_OF_REACH -> insufficient(Set.of());
    };
  }

  /// To a caller that may not do this: names everything that the request needs.
  static String insufficient(Set<Action> needed) {
    String base = BARE + ", error=\"insufficient_scope\"";
    if (needed.isEmpty()) {
      return base;
    }
    String scope = needed.stream().sorted().map(Action::word).collect(Collectors.joining(" "));
    return base + ", scope=\"" + scope + "\"";
  }
}

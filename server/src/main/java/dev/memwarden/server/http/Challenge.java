package dev.memwarden.server.http;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Refusal;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// `WWW-Authenticate` of refusals (RFC 6750 §3), the same for every dialect. Reasons that would
/// help an attacker share one code; the real one is in the log. Says where the metadata of the
/// server are (RFC 9728 §5.1), as soon as that is known.
///
/// Made once, as floods of bad credentials are answered with it.
final class Challenge {
  private static final String BEARER = "Bearer realm=\"memwarden\"";
  private static final String INSUFFICIENT = BEARER + ", error=\"insufficient_scope\"";

  private final String metadata;
  private final String bare;
  private final String invalidRequest;
  private final String invalidToken;
  private final String secretAsToken;
  private final String insufficient;

  /// @param url of the metadata of the protected resource
  Challenge(Optional<String> url) {
    metadata = url.map(known -> ", resource_metadata=\"" + known + "\"").orElse("");
    bare = BEARER + metadata;
    invalidRequest = BEARER + ", error=\"invalid_request\"" + metadata;
    String invalid = BEARER + ", error=\"invalid_token\"";
    invalidToken = invalid + metadata;
    secretAsToken = invalid + ", error_description=\"" + Hint.SIGNING_SECRET + "\"" + metadata;
    insufficient = INSUFFICIENT + metadata;
  }

  /// To a caller whose credential proves nothing.
  String unauthenticated(Refusal why) {
    return switch (why) {
      // Nothing was presented, so nothing can be wrong with it (§3.1).
      case NO_CREDENTIAL -> bare;
      case CONFLICTING_CREDENTIALS -> invalidRequest;
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
          FOREIGN_DIALECT,
          UNSIGNED,
          MALFORMED_SIGNATURE,
          INCOMPLETE_SIGNATURE,
          WRONG_SIGNATURE,
          UNTIMELY_SIGNATURE,
          WRONG_DIGEST ->
          invalidToken;
      // Whoever sends it knows it, so the hint helps nobody else.
      case SIGNING_SECRET -> secretAsToken;
      case ACTION_NOT_ALLOWED, OUT_OF_REACH -> insufficient;
    };
  }

  /// To a caller that may not do this: names everything that the request needs.
  String insufficient(Set<Action> needed) {
    if (needed.isEmpty()) {
      return insufficient;
    }
    String scope = needed.stream().sorted().map(Action::word).collect(Collectors.joining(" "));
    return INSUFFICIENT + ", scope=\"" + scope + "\"" + metadata;
  }
}

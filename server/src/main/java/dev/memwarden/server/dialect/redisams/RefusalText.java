package dev.memwarden.server.dialect.redisams;

import dev.memwarden.auth.Refusal;

/// What the original says of a credential that proves nothing. Keys that are unknown, wrong,
/// disabled or revoked are one text; what is said of others, whoever presents them can read in the
/// token, or has shown to have.
final class RefusalText {
  private static final String INVALID = "Invalid token";

  private RefusalText() {}

  static String of(Refusal why) {
    return switch (why) {
      case NO_CREDENTIAL -> "Missing authorization header";
      case UNREADABLE_CREDENTIAL -> "Missing bearer token";
      case CONFLICTING_CREDENTIALS -> "Two different credentials were presented";
      case MALFORMED_TOKEN -> "Invalid token header";
      case WRONG_ALGORITHM -> "Invalid JWT: The specified alg value is not allowed";
      case UNKNOWN_ISSUER -> "Invalid JWT: Invalid issuer";
      case NO_KEY_ID -> "Token missing key identifier (kid)";
      case UNKNOWN_SIGNING_KEY -> "Unable to find matching public key";
      case BAD_SIGNATURE -> "Invalid JWT: Signature verification failed.";
      case WRONG_AUDIENCE -> "Invalid audience";
      case ISSUED_IN_FUTURE -> "Token issued in the future";
      case NO_SUBJECT -> "Token missing subject (sub) claim";
      case NO_EXPIRY -> "Invalid JWT: missing required key \"exp\" among claims";
      case EXPIRED -> "Token has expired";
      case NOT_YET_VALID -> "The token is not yet valid (nbf)";
      case MALFORMED_KEY,
          UNKNOWN_KEY,
          WRONG_SECRET,
          WRONG_TOKEN_TYPE,
          SIGNING_SECRET,
          REVOKED,
          REPLAYED,
          DISABLED_PRINCIPAL,
          FOREIGN_NETWORK,
          FOREIGN_TENANT,
          FOREIGN_DIALECT,
          UNSIGNED,
          MALFORMED_SIGNATURE,
          INCOMPLETE_SIGNATURE,
          WRONG_SIGNATURE,
          UNTIMELY_SIGNATURE,
          WRONG_DIGEST,
          ACTION_NOT_ALLOWED,
          OUT_OF_REACH ->
          INVALID;
    };
  }
}

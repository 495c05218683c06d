package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Refusal;

/// What the original says of a credential that proves nothing. Keys that are unknown, wrong,
/// disabled or revoked are one text, and so is the secret where a token belongs.
final class RefusalText {
  private RefusalText() {}

  static String of(Refusal why) {
    return switch (why) {
      case NO_CREDENTIAL, UNREADABLE_CREDENTIAL -> "no token found";
      case CONFLICTING_CREDENTIALS -> "bad request: two different credentials were presented";
      case EXPIRED -> "token is expired";
      case ISSUED_IN_FUTURE -> "token iat validation failed";
      case NOT_YET_VALID -> "token nbf validation failed";
      case MALFORMED_KEY,
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
          NO_SUBJECT,
          NO_EXPIRY,
          FOREIGN_TENANT,
          SIGNING_SECRET,
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
          WRONG_DIGEST,
          ACTION_NOT_ALLOWED,
          OUT_OF_REACH ->
          "token is unauthorized";
    };
  }
}

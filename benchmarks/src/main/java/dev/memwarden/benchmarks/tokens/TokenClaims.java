package dev.memwarden.benchmarks.tokens;

import java.time.Instant;

/// What every token of a measurement says.
final class TokenClaims {
  static final String ISSUER = "https://issuer.example/";
  static final String AUDIENCE = "memwarden";

  private static final long LIFE_SECONDS = 86_400;

  private TokenClaims() {}

  /// Claims of a good token, told from the others by `number`.
  static String of(int number) {
    long now = Instant.now().getEpochSecond();
    return """
    {"iss":"%s","sub":"alice","aud":"%s","iat":%d,"exp":%d,"jti":"%024x","scope":"memory:read chat"}\
    """
        .formatted(ISSUER, AUDIENCE, now, now + LIFE_SECONDS, number);
  }
}

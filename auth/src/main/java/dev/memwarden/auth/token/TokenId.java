package dev.memwarden.auth.token;

import dev.memwarden.auth.Secret;
import dev.memwarden.auth.key.KeyHash;
import java.util.HexFormat;

/// Public names of tokens that are stored nowhere. A tombstone of such a token lies under its name.
final class TokenId {
  private static final String PREFIX = "jwt";
  private static final int DIGITS = 24;

  private TokenId() {}

  /// Whether `id` could name such a token, or a working token.
  static boolean isId(String id) {
    return WorkingTokenId.parse(id).isPresent() || isDigest(id);
  }

  private static boolean isDigest(String id) {
    return id.length() == PREFIX.length() + DIGITS
        && id.startsWith(PREFIX)
        && id.chars().skip(PREFIX.length()).allMatch(HexFormat::isHexDigit);
  }

  /// A name that is the same for every text of one `iss` and `jti`; without `jti`, the token's own.
  ///
  /// @param kind told apart from others that use the same `iss` and `jti`; empty for the first kind
  ///   there was
  /// @param text the whole token
  static String of(String kind, Claims claims, Secret text) {
    Secret named =
        claims
            .id()
            .map(id -> Secret.of(kind + "jti\0" + claims.issuer().orElse("") + "\0" + id))
            .orElse(text);
    return PREFIX + KeyHash.of(named).hex().substring(0, DIGITS);
  }
}

package dev.memwarden.auth.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.memwarden.auth.Secret;
import java.util.Base64;

/// Tokens made by hand, well or badly.
public final class TestTokens {
  /// As `openssl rand -base64 64 | tr -d '\n'` prints one.
  public static final Secret SECRET =
      Secret.of(
          "q1+vS0PgmRbWq0bNkvWjKqk8w2GJcLxYyD5o0mG3n1fU7ZtXrE4hBvA9sHdJpLw6QeTzCiMuVyOaRkNxF2lBgA==");

  /// The one before it.
  public static final Secret FORMER =
      Secret.of(
          "kTq8WbX2nLZ0vYcR5mJd7sGhP1fEaU9iOoKj3BxNw6tQyVzSlCgMrHeDpAuFI4-_-0Zk2QwErTyUiOpAsDfGhJ");

  /// One that no server has.
  public static final Secret FOREIGN =
      Secret.of("another-secret-that-this-server-does-not-know-0123456789");

  /// The header that everybody uses.
  public static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";

  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private TestTokens() {}

  /// A token with these claims, signed with [#SECRET].
  public static String of(String claims) {
    return signed(SECRET, HEADER, claims);
  }

  /// A token of this header and these claims, signed by HMAC-SHA256 whatever the header says.
  public static String signed(Secret secret, String header, String claims) {
    return signedParts(secret, encode(header), encode(claims));
  }

  /// The same of parts that are encoded already, perhaps badly.
  static String signedParts(Secret secret, String header, String claims) {
    String signed = header + "." + claims;
    byte[] bytes = signed.getBytes(UTF_8);
    return signed + "." + encode(HmacKey.of(secret).sign(bytes, bytes.length));
  }

  static String encode(String text) {
    return encode(text.getBytes(UTF_8));
  }

  static String encode(byte[] bytes) {
    return ENCODER.encodeToString(bytes);
  }
}

package dev.memwarden.benchmarks.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.memwarden.benchmarks.ForgedKeys;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;

/// Makes bad credentials of every kind, no two alike, of good ones.
final class Forged {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final int TOKEN_BYTES = 32;

  private final String goodKey;
  private final Map<String, String> goodTokens;
  private final SecureRandom random = new SecureRandom();
  private final ForgedKeys keys = new ForgedKeys(random);

  /// @param goodTokens one of each kind: `shared`, `issuer`, `working`, `refresh`
  Forged(String goodKey, Map<String, String> goodTokens) {
    this.goodKey = goodKey;
    this.goodTokens = Map.copyOf(goodTokens);
  }

  String goodKey() {
    return goodKey;
  }

  ForgedKeys keys() {
    return keys;
  }

  /// As Redis AMS makes its tokens.
  String redisLike() {
    return encode(random(TOKEN_BYTES));
  }

  /// A good token with a random signature of the right length.
  String resigned(String kind) {
    String good = good(kind);
    int dot = good.lastIndexOf('.');
    byte[] signature = random(Base64.getUrlDecoder().decode(good.substring(dot + 1)).length);
    // As a number it must be below an RSA modulus, or no arithmetic is done.
    signature[0] &= 0x3f;
    return good.substring(0, dot + 1) + encode(signature);
  }

  /// The same with a random `kid`.
  String underAnotherKey(String kind) {
    String token = resigned(kind);
    String kid = encode(random(TOKEN_BYTES));
    String header = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"%s\"}".formatted(kid);
    return encode(header.getBytes(UTF_8)) + token.substring(token.indexOf('.'));
  }

  /// With `alg` `none` and somebody's id.
  String unsigned() {
    String claims = "{\"sub\":\"%s\"}".formatted(encode(random(TOKEN_BYTES)));
    return encode("{\"alg\":\"none\"}".getBytes(UTF_8))
        + "."
        + encode(claims.getBytes(UTF_8))
        + ".";
  }

  /// Five parts, as RFC 7516 §7.1 has them.
  String encrypted() {
    String header = encode("{\"alg\":\"RSA-OAEP\",\"enc\":\"A256GCM\"}".getBytes(UTF_8));
    return String.join(
        ".",
        header,
        encode(random(256)),
        encode(random(12)),
        encode(random(200)),
        encode(random(16)));
  }

  private String good(String kind) {
    String token = goodTokens.get(kind);
    if (token == null) {
      throw new IllegalArgumentException("no good token of kind " + kind);
    }
    return token;
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String encode(byte[] bytes) {
    return BASE64.encodeToString(bytes);
  }
}

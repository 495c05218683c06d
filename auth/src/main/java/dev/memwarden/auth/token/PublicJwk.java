package dev.memwarden.auth.token;

import dev.memwarden.auth.Ed25519;
import dev.memwarden.auth.token.JsonValue.Array;
import dev.memwarden.auth.token.JsonValue.Members;
import dev.memwarden.auth.token.JsonValue.Text;
import dev.memwarden.auth.token.SignatureAlgorithm.Family;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One public key of a set (RFC 7517 §4), for exactly one algorithm.
///
/// @param id `kid`
record PublicJwk(Optional<String> id, SignatureKey key) {

  /// Reads one.
  ///
  /// @param allowed algorithms that may be used with any key. A key that names none is for the one
  ///   of them that its type has; if there are several, it is for none
  /// @return empty if it is no key that signatures are verified with, or none that can be trusted
  static Optional<PublicJwk> parse(Members jwk, Set<SignatureAlgorithm> allowed) {
    if (!mayVerify(jwk)) {
      return Optional.empty();
    }
    return family(jwk)
        .flatMap(family -> algorithm(jwk, family, allowed))
        .flatMap(algorithm -> key(jwk, algorithm))
        .map(key -> new PublicJwk(text(jwk, "kid"), key));
  }

  private static boolean mayVerify(Members jwk) {
    boolean use = jwk.member("use").map(value -> value.equals(new Text("sig"))).orElse(true);
    boolean operations =
        jwk.member("key_ops")
            .map(value ->
                value instanceof Array(List<JsonValue> all) && all.contains(new Text("verify")))
            .orElse(true);
    return use && operations;
  }

  private static Optional<Family> family(Members jwk) {
    String type = text(jwk, "kty").orElse("");
    String curve = text(jwk, "crv").orElse("");
    return switch (type + " " + curve) {
      case "RSA " -> Optional.of(Family.RSA);
      case "EC P-256" -> Optional.of(Family.P256);
      case "EC P-384" -> Optional.of(Family.P384);
      case "EC P-521" -> Optional.of(Family.P521);
      case "OKP Ed25519" -> Optional.of(Family.ED25519);
      default -> Optional.empty();
    };
  }

  private static Optional<SignatureAlgorithm> algorithm(
      Members jwk, Family family, Set<SignatureAlgorithm> allowed) {
    if (jwk.has("alg")) {
      return text(jwk, "alg")
          .flatMap(SignatureAlgorithm::of)
          .filter(algorithm -> algorithm.family() == family && allowed.contains(algorithm));
    }
    List<SignatureAlgorithm> fitting =
        allowed.stream()
            .filter(algorithm -> algorithm.family() == family)
            // The older name is for keys that say so.
            .filter(algorithm -> algorithm != SignatureAlgorithm.EDDSA)
            .toList();
    return fitting.size() == 1 ? Optional.of(fitting.getFirst()) : Optional.empty();
  }

  private static Optional<SignatureKey> key(Members jwk, SignatureAlgorithm algorithm) {
    Family family = algorithm.family();
    return switch (family) {
      case RSA ->
          number(jwk, "n")
              .flatMap(modulus ->
                  number(jwk, "e")
                      .flatMap(exponent -> RsaKeys.of(modulus, exponent))
                      .map(key -> new SignatureKey(algorithm, key, (modulus.bitLength() + 7) / 8)));
      case P256, P384, P521 ->
          bytes(jwk, "x")
              .flatMap(x -> bytes(jwk, "y").flatMap(y -> CurveKeys.nist(family, x, y)))
              .map(key -> new SignatureKey(algorithm, key, 2 * CurveKeys.coordinateLength(family)));
      case ED25519 ->
          bytes(jwk, "x")
              .flatMap(Ed25519::key)
              .map(key -> new SignatureKey(algorithm, key, 2 * CurveKeys.coordinateLength(family)));
    };
  }

  // Leading zeros are not allowed (RFC 7518 §2), but a reader loses nothing by them.
  private static Optional<BigInteger> number(Members jwk, String name) {
    return bytes(jwk, name).map(bytes -> new BigInteger(1, bytes));
  }

  private static Optional<byte[]> bytes(Members jwk, String name) {
    return text(jwk, name)
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .flatMap(text -> Base64Url.decode(text, 0, text.length));
  }

  private static Optional<String> text(Members jwk, String name) {
    return jwk.member(name).filter(Text.class::isInstance).map(value -> ((Text) value).text());
  }
}

package dev.memwarden.benchmarks.tokens;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A key that signs tokens as their issuer does, and verifies them with nothing but the primitive
/// of the JDK.
///
/// @param algorithm `HS256`, `RS256` (2,048 bits), `ES256` or `EdDSA` (Ed25519)
/// @param secret for HS256, as text
/// @param pair for the others
record TokenKey(String algorithm, Optional<String> secret, Optional<KeyPair> pair) {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final int SECRET_BYTES = 64;
  private static final String HMAC = "HmacSHA256";

  static TokenKey make(String algorithm) throws GeneralSecurityException {
    return switch (algorithm) {
      case "HS256" -> {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        yield new TokenKey(algorithm, Optional.of(BASE64.encodeToString(bytes)), Optional.empty());
      }
      case "RS256" -> of(algorithm, "RSA", 2048);
      case "ES256" -> of(algorithm, "EC", 256);
      case "EdDSA" -> of(algorithm, "Ed25519", 255);
      default -> throw new IllegalArgumentException(algorithm);
    };
  }

  private static TokenKey of(String algorithm, String type, int bits)
      throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
    generator.initialize(bits);
    return new TokenKey(algorithm, Optional.empty(), Optional.of(generator.generateKeyPair()));
  }

  PublicKey publicKey() {
    return pair.orElseThrow().getPublic();
  }

  /// A token with these claims.
  String sign(String claims) throws GeneralSecurityException {
    String kid = secret.isPresent() ? "" : ",\"kid\":\"benchmark\"";
    String header = "{\"alg\":\"%s\",\"typ\":\"JWT\"%s}".formatted(algorithm, kid);
    String signed = encode(header.getBytes(UTF_8)) + "." + encode(claims.getBytes(UTF_8));
    return signed + "." + encode(signature(signed.getBytes(US_ASCII)));
  }

  private byte[] signature(byte[] text) throws GeneralSecurityException {
    if (secret.isPresent()) {
      return mac().doFinal(text);
    }
    Signature signer = Signature.getInstance(jdkName());
    signer.initSign(pair.orElseThrow().getPrivate());
    signer.update(text);
    return signer.sign();
  }

  /// The bare primitive, made ready once where that may be used again and again.
  Bare bare() throws GeneralSecurityException {
    if (secret.isPresent()) {
      Mac mac = mac();
      return (text, signature) -> MessageDigest.isEqual(mac.doFinal(text), signature);
    }
    Signature verifier = Signature.getInstance(jdkName());
    verifier.initVerify(publicKey());
    return (text, signature) -> {
      verifier.update(text);
      return verifier.verify(signature);
    };
  }

  /// Verifies a signature over bytes. Not thread-safe.
  @FunctionalInterface
  interface Bare {
    boolean verify(byte[] text, byte[] signature) throws GeneralSecurityException;
  }

  /// The key set that an issuer with this key publishes.
  String jwks() {
    String members =
        switch (publicKey()) {
          case RSAPublicKey rsa ->
              "\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"%s\""
                  .formatted(number(rsa.getModulus(), 256), number(rsa.getPublicExponent(), 3));
          case ECPublicKey curve ->
              "\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"%s\",\"y\":\"%s\""
                  .formatted(
                      number(curve.getW().getAffineX(), 32), number(curve.getW().getAffineY(), 32));
          // The last 32 bytes of its SubjectPublicKeyInfo are the key (RFC 8410).
          case EdECPublicKey edwards -> {
            byte[] info = edwards.getEncoded();
            yield "\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"%s\""
                .formatted(encode(Arrays.copyOfRange(info, info.length - 32, info.length)));
          }
          default -> throw new IllegalStateException("no key of ours");
        };
    return "{\"keys\":[{\"kid\":\"benchmark\",\"use\":\"sig\",\"alg\":\"%s\",%s}]}"
        .formatted(algorithm, members);
  }

  private Mac mac() throws GeneralSecurityException {
    Mac mac = Mac.getInstance(HMAC);
    mac.init(new SecretKeySpec(secret.orElseThrow().getBytes(UTF_8), HMAC));
    return mac;
  }

  private String jdkName() {
    return switch (algorithm) {
      case "RS256" -> "SHA256withRSA";
      case "ES256" -> "SHA256withECDSAinP1363Format";
      default -> "Ed25519";
    };
  }

  private static String encode(byte[] bytes) {
    return BASE64.encodeToString(bytes);
  }

  private static String number(BigInteger number, int length) {
    byte[] bytes = new byte[length];
    byte[] signed = number.toByteArray();
    int size = Math.min(length, signed.length);
    System.arraycopy(signed, signed.length - size, bytes, length - size, size);
    return encode(bytes);
  }
}

package dev.memwarden.auth.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/// An identity provider with keys of its own, for whatever it is asked to sign.
public final class TestIssuer {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final int EC_BYTES = 32;

  private TestIssuer() {}

  /// A key of an issuer.
  ///
  /// @param algorithm `RS256`, `PS256`, `ES256` or `Ed25519`
  public record Key(String id, String algorithm, KeyPair pair) {

    /// A new one.
    public static Key make(String id, String algorithm) {
      try {
        return new Key(id, algorithm, generator(algorithm).generateKeyPair());
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }

    /// The public half, with or without its `alg`.
    public String jwk(boolean withAlgorithm) {
      return "{\"kid\":\""
          + id
          + "\",\"use\":\"sig\","
          + (withAlgorithm ? "\"alg\":\"" + algorithm + "\"," : "")
          + numbers()
          + "}";
    }

    /// A token with this header, whatever it says, and these claims.
    public String sign(String header, String claims) {
      String signed = encode(header.getBytes(UTF_8)) + "." + encode(claims.getBytes(UTF_8));
      try {
        Signature signer = SignatureAlgorithm.of(algorithm).orElseThrow().verifier();
        signer.initSign(pair.getPrivate());
        signer.update(signed.getBytes(UTF_8));
        return signed + "." + encode(signer.sign());
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }

    /// A token as issuers make it.
    public String sign(String claims) {
      return sign(header("JWT"), claims);
    }

    /// The header of a token of this type.
    public String header(String type) {
      return "{\"alg\":\"%s\",\"typ\":\"%s\",\"kid\":\"%s\"}".formatted(algorithm, type, id);
    }

    private String numbers() {
      return switch (pair.getPublic()) {
        case RSAPublicKey key ->
            "\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"%s\""
                .formatted(number(key.getModulus()), number(key.getPublicExponent()));
        case ECPublicKey key ->
            "\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"%s\",\"y\":\"%s\""
                .formatted(
                    encode(fixed(key.getW().getAffineX())), encode(fixed(key.getW().getAffineY())));
        case EdECPublicKey key -> {
          byte[] encoded = key.getEncoded();
          yield "\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"%s\""
              .formatted(encode(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)));
        }
        default -> throw new AssertionError(algorithm);
      };
    }
  }

  /// A key set as issuers publish it.
  public static String set(Key... keys) {
    return List.of(keys).stream()
        .map(key -> key.jwk(true))
        .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
  }

  private static KeyPairGenerator generator(String algorithm) throws GeneralSecurityException {
    return switch (algorithm) {
      case "RS256", "PS256" -> {
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2048);
        yield rsa;
      }
      case "ES256" -> {
        KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
        ec.initialize(new ECGenParameterSpec("secp256r1"));
        yield ec;
      }
      default -> KeyPairGenerator.getInstance("Ed25519");
    };
  }

  private static String number(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return encode(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
  }

  private static byte[] fixed(BigInteger coordinate) {
    byte[] bytes = coordinate.toByteArray();
    byte[] fixed = new byte[EC_BYTES];
    int length = Math.min(bytes.length, EC_BYTES);
    System.arraycopy(bytes, bytes.length - length, fixed, EC_BYTES - length, length);
    return fixed;
  }

  static String encode(byte[] bytes) {
    return BASE64.encodeToString(bytes);
  }
}

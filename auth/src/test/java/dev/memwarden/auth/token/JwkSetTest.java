package dev.memwarden.auth.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwkSetTest {
  private static final Set<SignatureAlgorithm> ALL = EnumSet.allOf(SignatureAlgorithm.class);

  private static KeyPair rsa;
  private static KeyPair p256;
  private static KeyPair p384;
  private static KeyPair p521;
  private static KeyPair ed25519;

  @BeforeAll
  static void make() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    rsa = generator.generateKeyPair();
    p256 = curve("secp256r1");
    p384 = curve("secp384r1");
    p521 = curve("secp521r1");
    ed25519 = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
  }

  private static KeyPair curve(String name) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(name));
    return generator.generateKeyPair();
  }

  private static KeyPair pair(SignatureAlgorithm algorithm) {
    return switch (algorithm.family()) {
      case RSA -> rsa;
      case P256 -> p256;
      case P384 -> p384;
      case P521 -> p521;
      case ED25519 -> ed25519;
    };
  }

  /// The members of a key that are its numbers.
  private static String numbers(SignatureAlgorithm algorithm) {
    return switch (pair(algorithm).getPublic()) {
      case RSAPublicKey key ->
          "\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"%s\""
              .formatted(number(key.getModulus(), 256), number(key.getPublicExponent(), 3));
      case ECPublicKey key -> {
        int length = CurveKeys.coordinateLength(algorithm.family());
        yield "\"kty\":\"EC\",\"crv\":\"P-%d\",\"x\":\"%s\",\"y\":\"%s\""
            .formatted(
                length == 66 ? 521 : length * 8,
                number(key.getW().getAffineX(), length),
                number(key.getW().getAffineY(), length));
      }
      case EdECPublicKey key -> {
        byte[] encoded = key.getEncoded();
        yield "\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"%s\""
            .formatted(
                TestTokens.encode(
                    Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)));
      }
      default -> throw new AssertionError(algorithm);
    };
  }

  private static String number(BigInteger number, int length) {
    byte[] bytes = number.toByteArray();
    byte[] full = new byte[length];
    int size = Math.min(bytes.length, length);
    System.arraycopy(bytes, bytes.length - size, full, length - size, size);
    return TestTokens.encode(full);
  }

  private static String jwk(SignatureAlgorithm algorithm, String members) {
    return "{" + numbers(algorithm) + members + "}";
  }

  private static String token(SignatureAlgorithm algorithm, String kid)
      throws GeneralSecurityException {
    String header = "{\"alg\":\"" + algorithm.word() + "\"" + kid + "}";
    String signed = TestTokens.encode(header) + "." + TestTokens.encode("{}");
    Signature signer =
        switch (algorithm) {
          case RS256 -> Signature.getInstance("SHA256withRSA");
          case RS384 -> Signature.getInstance("SHA384withRSA");
          case RS512 -> Signature.getInstance("SHA512withRSA");
          case PS256 -> pss("SHA-256", MGF1ParameterSpec.SHA256, 32);
          case PS384 -> pss("SHA-384", MGF1ParameterSpec.SHA384, 48);
          case PS512 -> pss("SHA-512", MGF1ParameterSpec.SHA512, 64);
          case ES256 -> Signature.getInstance("SHA256withECDSAinP1363Format");
          case ES384 -> Signature.getInstance("SHA384withECDSAinP1363Format");
          case ES512 -> Signature.getInstance("SHA512withECDSAinP1363Format");
          case ED25519, EDDSA -> Signature.getInstance("Ed25519");
        };
    signer.initSign(pair(algorithm).getPrivate());
    signer.update(signed.getBytes(UTF_8));
    return signed + "." + TestTokens.encode(signer.sign());
  }

  private static Signature pss(String digest, MGF1ParameterSpec mask, int salt)
      throws GeneralSecurityException {
    Signature signer = Signature.getInstance("RSASSA-PSS");
    signer.setParameter(new PSSParameterSpec(digest, "MGF1", mask, salt, 1));
    return signer;
  }

  private static Optional<JwkSet> set(String... keys) {
    return JwkSet.parse(("{\"keys\":[" + String.join(",", keys) + "]}").getBytes(UTF_8), ALL);
  }

  private static boolean verifies(JwkSet set, String token) {
    CompactJws jws = CompactJws.parse(token.getBytes(UTF_8)).orElseThrow();
    return set.keyFor(jws.header()).filter(jws::isSignedBy).isPresent();
  }

  @ParameterizedTest
  @EnumSource
  void every_algorithm_is_verified_by_a_key_for_it_and_no_other(SignatureAlgorithm algorithm)
      throws GeneralSecurityException {
    String token = token(algorithm, ",\"kid\":\"k\"");
    for (SignatureAlgorithm other : SignatureAlgorithm.values()) {
      String alg = ",\"kid\":\"k\",\"use\":\"sig\",\"alg\":\"" + other.word() + "\"";
      JwkSet set = set(jwk(algorithm, alg)).orElseThrow();

      assertThat(verifies(set, token)).isEqualTo(other == algorithm);
      assertThat(set.size()).isEqualTo(other.family() == algorithm.family() ? 1 : 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_signature_with_any_bit_changed_is_none(SignatureAlgorithm algorithm)
      throws GeneralSecurityException {
    JwkSet set = set(jwk(algorithm, ",\"alg\":\"" + algorithm.word() + "\"")).orElseThrow();
    String token = token(algorithm, "");
    int dot = token.lastIndexOf('.');
    byte[] signature = Base64.getUrlDecoder().decode(token.substring(dot + 1));
    for (int bit = 0; bit < signature.length * 8; bit += 37) {
      byte[] changed = signature.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(verifies(set, token.substring(0, dot + 1) + TestTokens.encode(changed))).isFalse();
    }
    for (int length : new int[] {0, 1, signature.length - 1, signature.length + 1}) {
      byte[] changed = Arrays.copyOf(signature, length);
      assertThat(verifies(set, token.substring(0, dot + 1) + TestTokens.encode(changed))).isFalse();
    }
    // All zero: r = s = 0 (CVE-2022-21449).
    assertThat(
            verifies(
                set, token.substring(0, dot + 1) + TestTokens.encode(new byte[signature.length])))
        .isFalse();
  }

  @Test
  void a_key_without_an_algorithm_is_for_the_only_one_that_its_type_may_have()
      throws GeneralSecurityException {
    byte[] document = ("{\"keys\":[" + jwk(SignatureAlgorithm.RS256, "") + "]}").getBytes(UTF_8);
    Set<SignatureAlgorithm> one = Set.of(SignatureAlgorithm.RS256, SignatureAlgorithm.ES256);
    String token = token(SignatureAlgorithm.RS256, "");

    assertThat(verifies(JwkSet.parse(document, one).orElseThrow(), token)).isTrue();
    assertThat(JwkSet.parse(document, ALL).orElseThrow().size()).isZero();
    assertThat(
            verifies(
                set(jwk(SignatureAlgorithm.ED25519, "")).orElseThrow(),
                token(SignatureAlgorithm.ED25519, "")))
        .isTrue();
    assertThat(
            verifies(
                set(jwk(SignatureAlgorithm.ED25519, "")).orElseThrow(),
                token(SignatureAlgorithm.EDDSA, "")))
        .isFalse();
  }

  @Test
  void without_an_id_there_must_be_one_key_only() throws GeneralSecurityException {
    String rs = ",\"alg\":\"RS256\",\"kid\":\"%s\"";
    JwkSet two =
        set(
                jwk(SignatureAlgorithm.RS256, rs.formatted("a")),
                jwk(SignatureAlgorithm.RS256, rs.formatted("b")))
            .orElseThrow();

    assertThat(verifies(two, token(SignatureAlgorithm.RS256, ""))).isFalse();
    assertThat(verifies(two, token(SignatureAlgorithm.RS256, ",\"kid\":\"b\""))).isTrue();
    assertThat(verifies(two, token(SignatureAlgorithm.RS256, ",\"kid\":\"c\""))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",\"use\":\"enc\"", ",\"use\":1", ",\"key_ops\":[\"sign\"]", ",\"key_ops\":\"verify\"",
        ",\"key_ops\":[]", ",\"alg\":\"RSA-OAEP\"", ",\"alg\":\"none\"", ",\"alg\":\"HS256\"",
        ",\"alg\":7", ",\"alg\":\"rs256\"", ",\"alg\":\"ES256\"",
      })
  void a_key_that_is_for_something_else_verifies_nothing(String members) {
    String algorithm = members.contains("alg") ? "" : ",\"alg\":\"RS256\"";

    assertThat(set(jwk(SignatureAlgorithm.RS256, members + algorithm)).orElseThrow().size())
        .isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"keys\":{}}",
        "{\"keys\":[1]}",
        "{\"keys\":[null]}",
        "{\"keys\":[],\"keys\":[]}",
        "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}",
        "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\",\"d\":\"AQAB\"}]}",
        "{\"keys\":[{\"kty\":\"x\",\"kid\":\"a\"},{\"kty\":\"y\",\"kid\":\"a\"}]}",
      })
  void a_document_that_cannot_be_trusted_gives_no_key(String document) {
    assertThat(JwkSet.parse(document.getBytes(UTF_8), ALL)).isEmpty();
  }

  @Test
  void a_document_is_bounded() {
    String padding = "\"x\":\"" + "a".repeat(JwkSet.MAX_LENGTH) + "\"";

    assertThat(JwkSet.parse(("{\"keys\":[]," + padding + "}").getBytes(UTF_8), ALL)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "512,  65537, false",
    "1024, 65537, false",
    "2047, 65537, false",
    "2048, 65537, true",
    "2048, 1,     false",
    "2048, 3,     false",
    "2048, 65536, false",
    "2048, 65539, true",
    "8192, 65537, true",
    "8193, 65537, false",
  })
  void weak_and_endless_rsa_keys_are_none(int bits, long exponent, boolean taken) {
    BigInteger modulus = BigInteger.ONE.shiftLeft(bits - 1).add(BigInteger.valueOf(7));

    assertThat(RsaKeys.of(modulus, BigInteger.valueOf(exponent)).isPresent()).isEqualTo(taken);
    assertThat(RsaKeys.of(modulus.add(BigInteger.ONE), BigInteger.valueOf(exponent))).isEmpty();
  }

  @Test
  void points_that_are_on_no_curve_are_no_keys() {
    String good = jwk(SignatureAlgorithm.ES256, ",\"alg\":\"ES256\"");
    String zero = TestTokens.encode(new byte[32]);

    assertThat(set(good).orElseThrow().size()).isEqualTo(1);
    assertThat(
            set(good.replaceFirst("\"x\":\"[^\"]*\"", "\"x\":\"" + zero + "\""))
                .orElseThrow()
                .size())
        .isZero();
    assertThat(set(good.replaceFirst("\"y\":\"[^\"]*\"", "\"y\":\"AA\"")).orElseThrow().size())
        .isZero();
    assertThat(set(good.replace("P-256", "P-384")).orElseThrow().size()).isZero();
    assertThat(set(good.replace("P-256", "secp256k1")).orElseThrow().size()).isZero();
    assertThat(
            set("{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"alg\":\"EdDSA\",\"x\":\"AAAA\"}")
                .orElseThrow()
                .size())
        .isZero();
    // The factory of the JDK takes these; to verify with them would be a fault.
    for (String x :
        List.of(
            "AAAAAAAAAAAAAaPAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "_________________________________________38",
            "AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")) {
      String key = "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"alg\":\"EdDSA\",\"x\":\"" + x + "\"}";
      assertThat(set(key).orElseThrow().size()).as(x).isZero();
    }
  }

  // CVE-2022-21449: r and s are from 1 to below the order of the curve, both of them.
  @ParameterizedTest
  @EnumSource(names = {"ES256", "ES384", "ES512"})
  void numbers_out_of_range_are_no_signature(SignatureAlgorithm algorithm)
      throws GeneralSecurityException {
    JwkSet set = set(jwk(algorithm, ",\"alg\":\"" + algorithm.word() + "\"")).orElseThrow();
    String token = token(algorithm, "");
    String signed = token.substring(0, token.lastIndexOf('.') + 1);
    byte[] good = Base64.getUrlDecoder().decode(token.substring(signed.length()));
    int length = CurveKeys.coordinateLength(algorithm.family());
    BigInteger order = ((ECPublicKey) pair(algorithm).getPublic()).getParams().getOrder();
    BigInteger most = BigInteger.ONE.shiftLeft(8 * length).subtract(BigInteger.ONE);

    assertThat(verifies(set, token)).isTrue();
    for (BigInteger number : List.of(BigInteger.ZERO, order, order.add(BigInteger.ONE), most)) {
      byte[] odd = Base64.getUrlDecoder().decode(number(number, length));
      for (int at : new int[] {0, length}) {
        byte[] one = good.clone();
        System.arraycopy(odd, 0, one, at, length);
        assertThat(verifies(set, signed + TestTokens.encode(one))).isFalse();
      }
      byte[] both = Arrays.copyOf(odd, 2 * length);
      System.arraycopy(odd, 0, both, length, length);
      assertThat(verifies(set, signed + TestTokens.encode(both))).isFalse();
    }
  }

  // For such a key every eighth text at least has a signature that anybody can write down.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAIA",
        "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "7P_______________________________________38",
        "xxdqcD1N2E-6PAt2DRBnDyogU_osOczGTsf9d5KsA3o",
        "xxdqcD1N2E-6PAt2DRBnDyogU_osOczGTsf9d5KsA_o",
        "JuiVj8KyJ7BFw_SJ8u-Y8NXfrAXTxjM5sTgCiG1T_AU",
        "JuiVj8KyJ7BFw_SJ8u-Y8NXfrAXTxjM5sTgCiG1T_IU",
      })
  void points_of_a_small_order_are_no_keys(String x) {
    String key = "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"alg\":\"Ed25519\",\"x\":\"" + x + "\"}";

    assertThat(set(key).orElseThrow().size()).isZero();
  }
}

package dev.memwarden.auth.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.memwarden.auth.token.JsonValue.Array;
import dev.memwarden.auth.token.JsonValue.Members;
import dev.memwarden.auth.token.JsonValue.Text;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever an issuer publishes as its keys: nothing in it becomes a key that proves nothing.
class JwkSetFuzzTest {
  private static final Set<SignatureAlgorithm> ALL = EnumSet.allOf(SignatureAlgorithm.class);
  private static final Set<SignatureAlgorithm> FEW =
      EnumSet.of(SignatureAlgorithm.RS256, SignatureAlgorithm.ES256, SignatureAlgorithm.ED25519);
  private static final BigInteger P256 =
      new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
  private static final BigInteger B =
      new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);

  static Stream<byte[]> seeds() {
    // The base point of P-256, and RFC 8037 appendix A.2.
    String ec =
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"e\",\"alg\":\"ES256\","
            + "\"x\":\"axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY\","
            + "\"y\":\"T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU\"}";
    String ed =
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"o\","
            + "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";
    String modulus = "w" + "_Ab".repeat(113) + "w";
    String rsa =
        "{\"kty\":\"RSA\",\"kid\":\"r\",\"use\":\"sig\",\"key_ops\":[\"verify\"],\"alg\":\"RS256\","
            + ("\"e\":\"AQAB\",\"n\":\"" + modulus + "\"}");
    return Stream.of(
            "",
            "{\"keys\":[]}",
            "{\"keys\":[" + rsa + "," + ec + "," + ed + "]}",
            "{\"keys\":[" + ec + "," + ec + "]}",
            "{\"keys\":[" + ec.replace("T-NC", "T-ND") + "]}",
            "{\"keys\":["
                + ed.replace("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", "A".repeat(43))
                + "]}",
            // Found by the fuzzer: 32 bytes that are no point.
            "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\","
                + "\"x\":\"AAAAAAAAAAAAAaPAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}]}",
            "{\"keys\":[" + ed.replace("\"x\"", "\"d\":\"AA\",\"x\"") + "]}",
            "{\"keys\":[" + rsa.replace("AQAB", "Aw") + "]}",
            "{\"keys\":[" + rsa.replace("\"sig\"", "\"enc\"") + "]}",
            "{\"keys\":[" + rsa.replace("RS256", "PS256") + "]}",
            "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}",
            "{\"keys\":{}}",
            "{\"keys\":[1]}",
            ec)
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest
  void a_key_proves_something_or_is_none(byte[] document) {
    for (Set<SignatureAlgorithm> allowed : List.of(ALL, FEW)) {
      judge(document, allowed);
    }
  }

  private static void judge(byte[] document, Set<SignatureAlgorithm> allowed) {
    Optional<JwkSet> set = JwkSet.parse(document, allowed);
    if (set.isEmpty()) {
      return;
    }
    Members object = StrictJson.object(document).orElseThrow();
    List<JsonValue> items = ((Array) object.member("keys").orElseThrow()).items();
    assertThat(set.get().size()).isLessThanOrEqualTo(items.size());

    // The same again from what it means, without how it was written.
    JwkSet again = JwkSet.parse(JsonText.of(object).getBytes(UTF_8), allowed).orElseThrow();
    assertThat(again.size()).isEqualTo(set.get().size());

    List<Optional<JsonValue>> ids = new ArrayList<>();
    int keys = 0;
    for (JsonValue item : items) {
      Members jwk = (Members) item;
      assertThat(jwk.byName().keySet()).doesNotContain("d", "p", "q", "dp", "dq", "qi", "oth", "k");
      if (jwk.has("kid")) {
        assertThat(ids).doesNotContain(jwk.member("kid"));
        ids.add(jwk.member("kid"));
      }
      Optional<PublicJwk> key = PublicJwk.parse(jwk, allowed);
      key.ifPresent(one -> judge(jwk, one, allowed));
      keys += key.isPresent() ? 1 : 0;
    }
    assertThat(set.get().size()).isEqualTo(keys);
  }

  private static void judge(Members jwk, PublicJwk key, Set<SignatureAlgorithm> allowed) {
    String algorithm = key.key().algorithm();
    assertThat(allowed).extracting(SignatureAlgorithm::word).contains(algorithm);
    if (jwk.has("alg")) {
      assertThat(jwk.member("alg")).contains(new Text(algorithm));
    }
    assertThat(key.id()).isEqualTo(jwk.has("kid") ? text(jwk, "kid") : Optional.empty());
    switch (algorithm.substring(0, 2)) {
      case "RS", "PS" -> {
        BigInteger modulus = number(jwk, "n");
        assertThat(modulus.bitLength()).isBetween(2048, 8192);
        assertThat(modulus.testBit(0) && number(jwk, "e").testBit(0)).isTrue();
        assertThat(number(jwk, "e")).isGreaterThan(BigInteger.valueOf(65_536));
      }
      case "ES" -> {
        if (algorithm.equals("ES256")) {
          BigInteger x = number(jwk, "x");
          BigInteger left = number(jwk, "y").pow(2).mod(P256);
          assertThat(x.pow(3).subtract(x.multiply(BigInteger.valueOf(3))).add(B).mod(P256))
              .isEqualTo(left);
        }
      }
      default -> assertThat(bytes(jwk, "x")).hasSize(32);
    }
    // A signature that nobody made verifies for no text.
    for (int length : new int[] {0, 64, 96, 132, 256}) {
      byte[] signature = new byte[length];
      for (byte text = 0; text < 8; text++) {
        assertThat(key.key().verifies(new byte[] {text}, 1, signature)).isFalse();
      }
    }
  }

  private static Optional<String> text(Members jwk, String name) {
    return jwk.member(name).filter(Text.class::isInstance).map(value -> ((Text) value).text());
  }

  private static byte[] bytes(Members jwk, String name) {
    return Base64.getUrlDecoder().decode(text(jwk, name).orElseThrow());
  }

  private static BigInteger number(Members jwk, String name) {
    return new BigInteger(1, bytes(jwk, name));
  }
}

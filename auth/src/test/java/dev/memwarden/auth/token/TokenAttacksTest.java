package dev.memwarden.auth.token;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Secret;
import dev.memwarden.auth.SettableClock;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is known to have worked against other verifiers, one test for each way.
class TokenAttacksTest {
  private static final String MALFORMED = "MALFORMED_TOKEN";
  private static final String GOOD = "service:zep";

  private final TokenFixture fixture = new TokenFixture();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"none\"}", "{\"alg\":\"None\"}", "{\"alg\":\"nOnE\"}", "{\"alg\":\"NONE\"}",
        "{\"alg\":\"none \"}", "{\"alg\":\"\"}", "{\"alg\":\"hs256\"}", "{\"alg\":\"HS256 \"}",
        "{\"alg\":\" HS256\"}", "{\"alg\":\"HS-256\"}", "{\"alg\":\"HS512\"}",
            "{\"alg\":\"HS384\"}",
        "{\"alg\":\"HS2\\u0000\"}", "{\"alg\":\"dir\"}", "{\"alg\":\"A256KW\"}",
            "{\"alg\":\"unknown\"}",
      })
  void algorithms_that_are_none_or_another(String header) {
    assertThat(fixture.present(TestTokens.signed(TestTokens.SECRET, header, "{}")))
        .isEqualTo("WRONG_ALGORITHM");
    assertThat(fixture.present(TestTokens.encode(header) + ".e30.")).isEqualTo("WRONG_ALGORITHM");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"typ\":\"JWT\"}",
        "{\"alg\":null}",
        "{\"alg\":[\"HS256\"]}",
        "{\"alg\":256}",
        "{\"alg\":{\"name\":\"HS256\"}}",
        "{\"alg\":true}",
        "{\"ALG\":\"HS256\"}",
      })
  void an_algorithm_that_is_missing_or_no_text(String header) {
    assertThat(fixture.present(TestTokens.signed(TestTokens.SECRET, header, "{}")))
        .isEqualTo(MALFORMED);
  }

  /// Public keys are known to all: none may become the bytes of an HMAC key.
  @Test
  void public_keys_as_shared_secrets() throws GeneralSecurityException {
    for (PublicKey key : publicKeys()) {
      String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
      String pem = "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n";
      for (String text : List.of(pem, pem.strip(), " " + pem, pem + " \n", base64)) {
        assertThat(fixture.present(TestTokens.signed(Secret.of(text), TestTokens.HEADER, "{}")))
            .isEqualTo("BAD_SIGNATURE");
      }
      Secret der = Secret.copyOf(key.getEncoded());
      assertThat(fixture.present(TestTokens.signed(der, TestTokens.HEADER, "{}")))
          .isEqualTo("BAD_SIGNATURE");
    }
  }

  private static List<PublicKey> publicKeys() throws GeneralSecurityException {
    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
    rsa.initialize(2048);
    KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
    ec.initialize(new ECGenParameterSpec("secp256r1"));
    return List.of(rsa.generateKeyPair().getPublic(), ec.generateKeyPair().getPublic());
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "ES256", "PS256", "EdDSA", "Ed25519"})
  void a_signature_of_our_secret_under_another_algorithm(String algorithm) {
    String header = "{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}";

    assertThat(fixture.present(TestTokens.signed(TestTokens.SECRET, header, "{}")))
        .isEqualTo("WRONG_ALGORITHM");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"dir\",\"enc\":\"A256GCM\"}",
        "{\"alg\":\"RSA-OAEP\",\"enc\":\"A128GCM\"}",
        "{\"alg\":\"HS256\",\"enc\":\"A128CBC-HS256\",\"cty\":\"JWT\"}",
        "{\"alg\":\"PBES2-HS256+A128KW\",\"p2c\":2147483648,\"p2s\":\"AA\",\"enc\":\"A128GCM\"}",
        "{\"alg\":\"HS256\",\"zip\":\"DEF\"}",
      })
  void encrypted_and_compressed_tokens(String header) {
    assertThat(fixture.present(TestTokens.signed(TestTokens.SECRET, header, "{}")))
        .isEqualTo(MALFORMED);
    assertThat(fixture.present(TestTokens.encode(header) + ".a2V5.aXY.Y2lwaGVy.dGFn"))
        .isEqualTo(MALFORMED);
  }

  @Test
  void an_unsigned_token_inside_of_a_signed_one() {
    String inner = TestTokens.encode("{\"alg\":\"none\"}") + "." + TestTokens.encode("{}") + ".";
    String header = "{\"alg\":\"HS256\",\"cty\":\"JWT\"}";

    assertThat(fixture.present(TestTokens.signed(TestTokens.SECRET, header, inner)))
        .isEqualTo(MALFORMED);
  }

  @Test
  void json_serialization_and_polyglots() {
    String[] parts = TestTokens.of("{}").split("\\.");
    String flattened =
        "{\"protected\":\"%s\",\"payload\":\"%s\",\"signature\":\"%s\"}"
            .formatted((Object[]) parts);
    String general =
        "{\"payload\":\"%2$s\",\"signatures\":[{\"protected\":\"%1$s\",\"signature\":\"%3$s\"}]}"
            .formatted((Object[]) parts);

    for (String text :
        List.of(
            flattened,
            general,
            "{\"a\":\"" + parts[0] + "." + parts[1] + "." + parts[2] + "\"}",
            parts[0] + "." + parts[1] + "." + parts[2] + "{}",
            TestTokens.encode(flattened) + "." + parts[1] + "." + parts[2])) {
      assertThat(fixture.present(text)).isEqualTo(MALFORMED);
    }
  }

  @Test
  void missing_and_superfluous_parts() {
    String token = TestTokens.of("{}");
    String[] parts = token.split("\\.");

    assertThat(fixture.present(parts[0] + "." + parts[1] + ".")).isEqualTo("BAD_SIGNATURE");
    assertThat(fixture.present(parts[0] + ".." + parts[2])).isEqualTo("BAD_SIGNATURE");
    for (String text :
        List.of(
            "",
            ".",
            "..",
            "...",
            parts[0],
            parts[0] + "." + parts[1],
            token + ".",
            token + "." + parts[2],
            token + ".e30.e30",
            "." + token,
            "." + parts[1] + "." + parts[2],
            parts[1] + "." + parts[0] + "." + parts[2],
            token + token)) {
      assertThat(fixture.present(text)).as(text).isEqualTo(MALFORMED);
    }
  }

  @Test
  void signatures_that_are_cut_off_lengthened_or_zero() {
    String token = TestTokens.of("{}");
    int dot = token.lastIndexOf('.');
    byte[] signature = Base64.getUrlDecoder().decode(token.substring(dot + 1));
    List<byte[]> wrong = new ArrayList<>(List.of(new byte[0], new byte[32], new byte[64]));
    IntStream.of(1, 8, 16, 31, 33, 64)
        .forEach(length -> wrong.add(Arrays.copyOf(signature, length)));
    for (int bit = 0; bit < 256; bit++) {
      byte[] flipped = signature.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      wrong.add(flipped);
    }

    for (byte[] one : wrong) {
      assertThat(fixture.present(token.substring(0, dot + 1) + TestTokens.encode(one)))
          .isEqualTo("BAD_SIGNATURE");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"crit\":[\"exp\"]",
        "\"crit\":[\"b64\"],\"b64\":false",
        "\"crit\":[\"urn:x\"],\"urn:x\":1",
        "\"crit\":[]",
        "\"crit\":\"exp\"",
        "\"crit\":null",
        "\"b64\":false",
        "\"b64\":true",
      })
  void extensions_that_must_be_understood(String extension) {
    String header = "{\"alg\":\"HS256\"," + extension + "}";

    assertThat(fixture.present(TestTokens.signed(TestTokens.SECRET, header, "{}")))
        .isEqualTo(MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"jwk\":{\"kty\":\"oct\",\"k\":\"%s\"}",
        "\"jku\":\"https://evil.test/jwks.json\"",
        "\"x5u\":\"http://169.254.169.254/\"",
        "\"x5c\":[\"%s\"]",
        "\"x5t\":\"%s\"",
      })
  void keys_that_a_token_brings_along(String brought) {
    String key = TestTokens.encode(TestTokens.FOREIGN.reveal(byte[]::clone));
    String header = "{\"alg\":\"HS256\"," + brought.formatted(key) + "}";

    assertThat(fixture.present(TestTokens.signed(TestTokens.FOREIGN, header, "{}")))
        .isEqualTo("BAD_SIGNATURE");
    assertThat(fixture.present(TestTokens.signed(TestTokens.SECRET, header, "{}"))).isEqualTo(GOOD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../../../dev/null",
        "/dev/null",
        "' OR 1=1 --",
        "*)(uid=*",
        "a\\r\\nX-Evil: 1",
        "\\u0000",
        "http://evil.test/key",
        "",
      })
  void key_ids_lead_nowhere(String id) {
    String header = "{\"alg\":\"HS256\",\"kid\":\"" + id + "\"}";

    assertThat(fixture.present(TestTokens.signed(Secret.of("x"), header, "{}")))
        .isEqualTo("BAD_SIGNATURE");
    assertThat(fixture.present(TestTokens.signed(TestTokens.SECRET, header, "{}"))).isEqualTo(GOOD);
  }

  @Test
  void key_ids_that_are_no_text_or_endless() {
    for (String id : List.of("7", "[\"a\"]", "null", "{}")) {
      String header = "{\"alg\":\"HS256\",\"kid\":" + id + "}";
      assertThat(fixture.present(TestTokens.signed(TestTokens.SECRET, header, "{}")))
          .isEqualTo(MALFORMED);
    }
    String header = "{\"alg\":\"HS256\",\"kid\":\"" + "a".repeat(1 << 20) + "\"}";
    assertThat(fixture.present(TestTokens.signed(TestTokens.SECRET, header, "{}")))
        .isEqualTo(MALFORMED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"alg":"HS256","alg":"none"}               | {}
          {"alg":"none","alg":"HS256"}               | {}
          {"alg":"HS256","\\u0061lg":"HS256"}        | {}
          {"alg":"HS256","kid":"a","kid":"b"}        | {}
          {"alg":"HS256"}                            | {"sub":"alice","sub":"bob"}
          {"alg":"HS256"}                            | {"sub":"alice","s\\u0075b":"bob"}
          {"alg":"HS256"}                            | {"exp":1,"exp":99999999999}
          """)
  void names_that_come_twice(String header, String claims) {
    assertThat(fixture.present(TestTokens.signed(TestTokens.SECRET, header, claims)))
        .isEqualTo(MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"1795350000\"",
        "\"never\"",
        "null",
        "true",
        "[]",
        "{}",
        "NaN",
        "Infinity",
        "1e400",
        "-1",
        "-1e400",
        "9007199254740994",
        "1e300",
      })
  void times_that_are_no_finite_numbers(String time) {
    for (String claim : List.of("exp", "nbf", "iat")) {
      assertThat(fixture.present(TestTokens.of("{\"" + claim + "\":" + time + "}")))
          .isEqualTo(MALFORMED);
    }
  }

  @Test
  void times_at_the_edge() {
    long now = SettableClock.NOON.getEpochSecond();

    assertThat(fixture.present(time("exp", now - 1))).isEqualTo("EXPIRED");
    assertThat(fixture.present(time("exp", now))).isEqualTo("EXPIRED");
    assertThat(fixture.present(time("exp", now + 1))).isEqualTo(GOOD);
    assertThat(fixture.present(time("nbf", now))).isEqualTo(GOOD);
    assertThat(fixture.present(time("nbf", now + 1))).isEqualTo("NOT_YET_VALID");
    assertThat(fixture.present(time("iat", now))).isEqualTo(GOOD);
    assertThat(fixture.present(time("iat", now + 1))).isEqualTo("ISSUED_IN_FUTURE");
    assertThat(fixture.present(time("exp", 0))).isEqualTo("EXPIRED");
    assertThat(fixture.present(TestTokens.of("{\"exp\":" + now + ".000001}"))).isEqualTo(GOOD);
  }

  @Test
  void the_year_9999_and_beyond() {
    assertThat(fixture.identity(time("exp", 253_402_300_799L)).ceiling().expiresAt())
        .hasValueSatisfying(end -> assertThat(end).hasToString("9999-12-31T23:59:59Z"));
    assertThat(fixture.identity(time("exp", 1L << 53)).ceiling().expiresAt())
        .hasValueSatisfying(end -> assertThat(end).hasToString("9999-12-31T23:59:59Z"));
  }

  private static String time(String claim, long seconds) {
    return TestTokens.of("{\"" + claim + "\":" + seconds + "}");
  }

  @Test
  void a_clock_that_leaps_or_is_set_back() {
    long noon = SettableClock.NOON.getEpochSecond();
    String token =
        TestTokens.of("{\"iat\":%d,\"nbf\":%d,\"exp\":%d}".formatted(noon, noon, noon + 60));
    assertThat(fixture.present(token)).isEqualTo(GOOD);

    fixture.clock.advance(Duration.ofDays(365));
    assertThat(fixture.presentCached(token)).isEqualTo("EXPIRED");
    fixture.clock.set(SettableClock.NOON.minusSeconds(1));
    assertThat(fixture.presentCached(token)).isEqualTo("NOT_YET_VALID");
    fixture.clock.set(SettableClock.NOON);
    assertThat(fixture.presentCached(token)).isEqualTo(GOOD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"other\"",
        "[\"other\"]",
        "\"memwarden-2\"",
        "\"mem\"",
        "\"Memwarden\"",
        "\"\"",
        "[]",
        "\"https://memory.test/\"",
        "\"https://memory.test.evil.test\"",
      })
  void tokens_for_somebody_else(String audience) {
    assertThat(fixture.present(TestTokens.of("{\"aud\":" + audience + "}")))
        .isEqualTo("WRONG_AUDIENCE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"at+jwt", "refresh+jwt", "dpop+jwt", "logout+jwt", "JWE"})
  void tokens_of_another_kind(String type) {
    String header = "{\"alg\":\"HS256\",\"typ\":\"" + type + "\"}";

    assertThat(fixture.present(TestTokens.signed(TestTokens.SECRET, header, "{}")))
        .isEqualTo("WRONG_TOKEN_TYPE");
  }

  @Test
  void encodings_that_are_not_utf_8() {
    List<byte[]> claims =
        List.of(
            "{\"sub\":\"é\"}".getBytes(ISO_8859_1),
            "\ufeff{}".getBytes(UTF_8),
            "{}".getBytes(UTF_16),
            new byte[] {'{', '"', 's', 'u', 'b', '"', ':', '"', (byte) 0xc0, (byte) 0xaf, '"', '}'},
            "{\"sub\":\"\\ud800\"}".getBytes(US_ASCII));
    for (byte[] one : claims) {
      String token =
          TestTokens.signedParts(
              TestTokens.SECRET, TestTokens.encode(TestTokens.HEADER), TestTokens.encode(one));
      assertThat(fixture.present(token)).isEqualTo(MALFORMED);
    }
  }

  @Test
  void depth_and_number_of_claims_are_bounded() {
    String deep = "{\"a\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}";
    String many =
        IntStream.range(0, 600)
            .mapToObj(i -> "\"c" + i + "\":0")
            .collect(Collectors.joining(",", "{", "}"));
    String more =
        IntStream.range(0, 1_000_000)
            .mapToObj(i -> "\"c" + i + "\":0")
            .collect(Collectors.joining(",", "{", "}"));

    assertThat(fixture.present(TestTokens.of(deep))).isEqualTo(MALFORMED);
    assertThat(fixture.present(TestTokens.of(many))).isEqualTo(GOOD);
    assertThat(fixture.present(TestTokens.of(more))).isEqualTo(MALFORMED);
  }

  @Test
  void texts_that_decode_to_the_same_bytes() {
    String token = TestTokens.of("{\"a\":1}");
    String[] parts = token.split("\\.");
    List<String> texts = new ArrayList<>();
    for (int part = 0; part < 3; part++) {
      for (String change : List.of("%s=", "%s==", " %s", "%s ", "%s\n", "%s\r\n", "%s\0", "\t%s")) {
        String[] changed = parts.clone();
        changed[part] = change.formatted(parts[part]);
        texts.add(String.join(".", changed));
      }
    }
    texts.add(token.replace('-', '+').replace('_', '/') + "+");
    // 43 characters end in two bits that no byte needs.
    char last = token.charAt(token.length() - 1);
    for (int bits = 1; bits < 4; bits++) {
      String digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
      char other = digits.charAt(digits.indexOf(last) + bits);
      texts.add(token.substring(0, token.length() - 1) + other);
    }

    for (String text : texts) {
      assertThat(fixture.present(text)).as(text).isEqualTo(MALFORMED);
    }
    assertThat(fixture.present(token)).isEqualTo(GOOD);
  }

  // A payload whose unused bits are set, with the right signature over just that text.
  @Test
  void a_signed_text_that_is_not_canonical() {
    String header = TestTokens.encode(TestTokens.HEADER);

    assertThat(fixture.present(TestTokens.signedParts(TestTokens.SECRET, header, "e31")))
        .isEqualTo(MALFORMED);
    assertThat(fixture.present(TestTokens.signedParts(TestTokens.SECRET, header, "e30=")))
        .isEqualTo(MALFORMED);
    assertThat(fixture.present(TestTokens.signedParts(TestTokens.SECRET, header, "e30")))
        .isEqualTo(GOOD);
  }

  @Test
  void a_token_beyond_the_limit_is_not_even_verified() {
    int room = CompactJws.MAX_LENGTH - TestTokens.of("{\"a\":\"\"}").length();
    String fits = TestTokens.of("{\"a\":\"" + "x".repeat(room * 3 / 4 - 3) + "\"}");
    String tooLong = TestTokens.of("{\"a\":\"" + "x".repeat(room * 3 / 4 + 3) + "\"}");

    assertThat(fits.length()).isLessThanOrEqualTo(CompactJws.MAX_LENGTH);
    assertThat(fixture.present(fits)).isEqualTo(GOOD);
    assertThat(tooLong.length()).isGreaterThan(CompactJws.MAX_LENGTH);
    assertThat(fixture.present(tooLong)).isEqualTo(MALFORMED);
  }
}

package dev.memwarden.auth.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Secret;
import dev.memwarden.auth.token.JsonValue.Array;
import dev.memwarden.auth.token.JsonValue.Members;
import dev.memwarden.auth.token.JsonValue.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/// The JOSE cases of Wycheproof. They are read from beside the repository; where they are not, each
/// test says so and has compared nothing.
class WycheproofTest {
  private static final Path VECTORS = Path.of("../../shared/vectors/wycheproof");
  private static final Set<SignatureAlgorithm> ALGORITHMS = EnumSet.allOf(SignatureAlgorithm.class);

  private static final String OTHER_ALGORITHM =
      "RFC 7520 Figure 20 is signed by PS384, the key says PS256: a key is of one algorithm";
  private static final String NO_SUCH_ALGORITHM = "the key says ES521, which is no algorithm";
  private static final String NO_PADDING =
      "is byte for byte case 357, which is valid: the padding of its name is not there";
  private static final String NO_BASE64URL =
      "has a character that is no base64url and is called valid: RFC 7515 §2 refuses it";
  private static final String NO_HS384 = "HS384 and HS512 are not verified here";
  private static final String NO_JWE = "encrypted tokens are not read here";

  private record Case(int id, Members group, String text, boolean valid) {}

  /// Where the answer may differ, and why.
  @Test
  void signatures(TestReporter reporter) throws IOException {
    assertThat(differences("json_web_signature_test.json", 401, reporter))
        .isEqualTo(
            ifThere(
                Map.of(
                    346, OTHER_ALGORITHM,
                    347, NO_SUCH_ALGORITHM,
                    350, OTHER_ALGORITHM,
                    351, NO_SUCH_ALGORITHM,
                    367, NO_PADDING,
                    370, NO_PADDING,
                    372, NO_BASE64URL,
                    373, NO_BASE64URL)));
  }

  /// The reasons that can be seen in the cases themselves, seen.
  @Test
  void cases_are_left_out_for_what_they_are(TestReporter reporter) throws IOException {
    Map<Integer, Case> signatures = byId("json_web_signature_test.json", 401, reporter);
    Map<Integer, Case> keys = byId("json_web_key_test.json", 26, reporter);
    if (signatures.isEmpty()) {
      return;
    }

    for (int id : new int[] {346, 350}) {
      assertThat(header(signatures.get(id))).contains("\"alg\":\"PS384\"");
      assertThat(keyAlgorithm(signatures.get(id))).isEqualTo("PS256");
    }
    for (int id : new int[] {347, 351}) {
      assertThat(keyAlgorithm(signatures.get(id))).isEqualTo("ES521");
      assertThat(SignatureAlgorithm.of("ES521")).isEmpty();
    }
    for (int id : new int[] {367, 370}) {
      assertThat(signatures.get(id).text()).isEqualTo(signatures.get(357).text());
      assertThat(signatures.get(357).valid()).isTrue();
    }
    for (int id : new int[] {372, 373}) {
      assertThat(signatures.get(id).text()).contains("?");
    }
    assertThat(header(keys.get(14))).contains("HS384");
    assertThat(header(keys.get(15))).contains("HS512");
  }

  private static Map<Integer, Case> byId(String file, int number, TestReporter reporter)
      throws IOException {
    Map<Integer, Case> byId = new TreeMap<>();
    for (Case one : cases(file, number, reporter)) {
      byId.put(one.id(), one);
    }
    return byId;
  }

  private static String header(Case one) {
    byte[] text = one.text().getBytes(UTF_8);
    int end = one.text().indexOf('.');
    return new String(Base64Url.decode(text, 0, end).orElseThrow(), UTF_8);
  }

  private static String keyAlgorithm(Case one) {
    Members key =
        (Members)
            one.group().member("public").or(() -> one.group().member("private")).orElseThrow();
    return text(key, "alg");
  }

  @Test
  void keys(TestReporter reporter) throws IOException {
    assertThat(differences("json_web_key_test.json", 26, reporter))
        .isEqualTo(ifThere(Map.of(14, NO_HS384, 15, NO_HS384)));
  }

  @Test
  void both_together(TestReporter reporter) throws IOException {
    assertThat(differences("json_web_crypto_test.json", 83, reporter))
        .isEqualTo(ifThere(Map.of(50, NO_JWE, 67, NO_JWE)));
  }

  @Test
  void nothing_encrypted_is_read(TestReporter reporter) throws IOException {
    for (Case one : cases("json_web_encryption_test.json", 139, reporter)) {
      assertThat(CompactJws.parse(one.text().getBytes(UTF_8))).as("case " + one.id()).isEmpty();
    }
  }

  private static Set<Integer> ifThere(Map<Integer, String> excluded) {
    return Files.exists(VECTORS) ? new TreeSet<>(excluded.keySet()) : Set.of();
  }

  private static Set<Integer> differences(String file, int number, TestReporter reporter)
      throws IOException {
    Set<Integer> differing = new TreeSet<>();
    for (Case one : cases(file, number, reporter)) {
      if (verifies(one) != one.valid()) {
        differing.add(one.id());
      }
    }
    return differing;
  }

  private static boolean verifies(Case one) {
    return CompactJws.parse(one.text().getBytes(UTF_8))
        .filter(jws -> keys(one.group(), jws).filter(jws::isSignedBy).isPresent())
        .isPresent();
  }

  /// The key of a group for a token: a public one as an issuer's document has it, or a secret.
  private static Optional<VerificationKey> keys(Members group, CompactJws jws) {
    Members key = (Members) group.member("public").or(() -> group.member("private")).orElseThrow();
    List<JsonValue> all = key.has("keys") ? items(key, "keys") : List.of(key);
    if (all.stream().allMatch(one -> text((Members) one, "kty").equals("oct"))) {
      return secret(all, jws);
    }
    return JwkSet.of(all, ALGORITHMS).flatMap(set -> set.keyFor(jws.header()));
  }

  private static Optional<VerificationKey> secret(List<JsonValue> keys, CompactJws jws) {
    Map<String, VerificationKey> byId = new TreeMap<>();
    for (JsonValue one : keys) {
      Members jwk = (Members) one;
      byte[] text = text(jwk, "k").getBytes(UTF_8);
      Optional<Secret> secret = Base64Url.decode(text, 0, text.length).map(Secret::copyOf);
      if (!text(jwk, "alg").equals("HS256")
          || secret.filter(s -> s.length() >= WeakSecrets.MIN_LENGTH).isEmpty()) {
        return Optional.empty();
      }
      if (byId.put(text(jwk, "kid"), HmacKey.of(secret.get())) != null) {
        return Optional.empty();
      }
    }
    return jws.header().keyId().map(byId::get);
  }

  private static List<Case> cases(String file, int number, TestReporter reporter)
      throws IOException {
    Path path = VECTORS.resolve(file);
    if (!Files.exists(path)) {
      reporter.publishEntry("nothing was compared: there is no file", path.toString());
      return List.of();
    }
    List<Case> cases = new ArrayList<>();
    for (JsonValue group :
        items(StrictJson.object(Files.readAllBytes(path)).orElseThrow(), "testGroups")) {
      for (JsonValue one : items((Members) group, "tests")) {
        cases.add(read((Members) group, (Members) one));
      }
    }
    assertThat(cases).hasSize(number);
    return cases;
  }

  private static Case read(Members group, Members one) {
    JsonValue token = one.member("jws").or(() -> one.member("jwe")).orElseThrow();
    return new Case(
        (int) ((JsonValue.Number) one.member("tcId").orElseThrow()).value(),
        group,
        // Some are JSON serializations as objects: text that is none of ours in any case.
        token instanceof Text(String text) ? text : token.toString(),
        text(one, "result").equals("valid"));
  }

  private static List<JsonValue> items(Members object, String name) {
    return ((Array) object.member(name).orElseThrow()).items();
  }

  private static String text(Members object, String name) {
    return ((Text) object.member(name).orElseThrow()).text();
  }
}

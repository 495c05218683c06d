package dev.memwarden.auth.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Secret;
import dev.memwarden.auth.token.JsonValue.Members;
import dev.memwarden.auth.token.JsonValue.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/// The JSON Web Signature cases of Wycheproof, as far as they are for the algorithms that are
/// verified here: HS256. They are read from beside the repository; where they are not, the test
/// says so and has compared nothing.
class WycheproofJwsTest {
  private static final Path VECTORS =
      Path.of("../../shared/vectors/wycheproof/json_web_signature_test.json");
  private static final Set<String> ALGORITHMS = Set.of("HS256");

  /// Cases whose expected answer is not taken over, and why.
  private static final Map<Integer, String> EXCLUDED =
      Map.of(
          367, "is byte for byte case 357, which is valid: the padding of its name is not there",
          370, "is byte for byte case 357, which is valid: the padding of its name is not there",
          372,
              "has a character in its header that is no base64url, and is called valid:"
                  + " RFC 7515 §2 and RFC 8725 refuse it",
          373, "has such a character in its payload, and is called valid: the same");

  private record Case(int id, Members key, String jws, boolean valid, String comment) {}

  @Test
  void every_case_gets_the_expected_answer(TestReporter reporter) throws IOException {
    if (!Files.exists(VECTORS)) {
      reporter.publishEntry("nothing was compared: there is no file", VECTORS.toString());
      return;
    }
    List<Case> cases = cases();
    List<String> differences = new ArrayList<>();
    for (Case one : cases) {
      if (verifies(one) != one.valid() && !EXCLUDED.containsKey(one.id())) {
        differences.add(one.id() + " " + one.comment() + " should be valid: " + one.valid());
      }
    }
    assertThat(differences).isEmpty();
    assertThat(cases).as("17, 1, 1 and 21 of four groups").hasSize(40);
    assertThat(cases.stream().filter(Case::valid)).hasSize(10);
  }

  @Test
  void an_exclusion_is_one_because_the_answer_differs() throws IOException {
    if (Files.exists(VECTORS)) {
      Set<Integer> differing = new HashSet<>();
      for (Case one : cases()) {
        if (verifies(one) != one.valid()) {
          differing.add(one.id());
        }
      }
      assertThat(differing).isEqualTo(EXCLUDED.keySet());
    }
  }

  private static boolean verifies(Case one) {
    Secret secret =
        Secret.copyOf(
            Base64Url.decode(text(one.key(), "k").getBytes(UTF_8), 0, text(one.key(), "k").length())
                .orElseThrow());
    return CompactJws.parse(one.jws().getBytes(UTF_8))
        .filter(jws -> jws.isSignedBy(HmacKey.of(secret)))
        .isPresent();
  }

  private static List<Case> cases() throws IOException {
    Members file = StrictJson.object(Files.readAllBytes(VECTORS)).orElseThrow();
    List<Case> cases = new ArrayList<>();
    for (JsonValue group : items(file, "testGroups")) {
      Members key =
          (Members)
              ((Members) group)
                  .member("private")
                  .or(() -> ((Members) group).member("public"))
                  .orElseThrow();
      if (key.member("alg").filter(alg -> ALGORITHMS.contains(((Text) alg).text())).isPresent()) {
        for (JsonValue one : items((Members) group, "tests")) {
          cases.add(read(key, (Members) one));
        }
      }
    }
    return cases;
  }

  private static Case read(Members key, Members one) {
    JsonValue id = one.member("tcId").orElseThrow();
    JsonValue jws = one.member("jws").orElseThrow();
    return new Case(
        (int) ((JsonValue.Number) id).value(),
        key,
        jws instanceof Text(String text) ? text : jws.toString(),
        text(one, "result").equals("valid"),
        text(one, "comment"));
  }

  private static List<JsonValue> items(Members object, String name) {
    return ((JsonValue.Array) object.member(name).orElseThrow()).items();
  }

  private static String text(Members object, String name) {
    return ((Text) object.member(name).orElseThrow()).text();
  }
}

package dev.memwarden.auth.signature;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever stands in `Signature-Input` and `Content-Digest`, against patterns for the same rules.
class SignatureFieldsFuzzTest {
  private static final String KEY = "[a-z*][a-z0-9_.*-]*+";
  private static final String STRING = "\"(?:[ !#-\\[\\]-~]|\\\\[\"\\\\])*+\"";
  private static final String NUMBER = "(?:0|[1-9][0-9]{0,14}+)";
  private static final String PARAMETER =
      "; *+(?:(created|expires)=" + NUMBER + "|(nonce|keyid|alg)=" + STRING + ")";
  private static final String BYTES =
      ":(?:[A-Za-z0-9+/]{4})*+(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?+:";

  private static final Pattern INPUT =
      Pattern.compile(
          " *+(KEY)=\\( *+((?:STRING(?: ++|(?=\\))))*+)\\)((?:PARAMETER)*+)[ \\t]*+"
              .replace("KEY", KEY)
              .replace("STRING", STRING)
              .replace("PARAMETER", PARAMETER));

  private static final Pattern DIGESTS =
      Pattern.compile(
          " *+KEY=BYTES(?:[ \\t]*+,[ \\t]*+KEY=BYTES)*+[ \\t]*+"
              .replace("KEY", KEY)
              .replace("BYTES", BYTES));

  static Stream<byte[]> seeds() {
    return Stream.of(
            "",
            "sig-b21=();created=1618884473;keyid=\"test-key-rsa-pss\";nonce=\"b3k2pp5k7z-50gnwp.yemd\"",
            "s=(\"@method\" \"@target-uri\" \"content-digest\");created=1;nonce=\"n\";keyid=\"k\";alg=\"ed25519\"",
            " s=( \"a\"  \"b\" ); expires=0\t",
            "s=(\"a\" \"a\")",
            "s=(\"a\\\"\\\\\")",
            "s=();created=1;created=2",
            "s=(), t=()",
            "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:",
            "sha-256=:AA==:\t, sha-512=:AAA=: ",
            "md5=:AAAA:",
            "sha-256=:AB==:",
            "sha-256=::, sha-256=::")
        .map(text -> text.getBytes(ISO_8859_1));
  }

  @MethodSource("seeds")
  @FuzzTest
  void both_readings_agree(byte[] bytes) {
    String field = new String(bytes, ISO_8859_1);
    Optional<SignatureInput> input = SignatureInput.parse(field);

    assertThat(input.isPresent()).as(field).isEqualTo(isInput(field));
    input.ifPresent(read ->
        assertThat(SignatureInput.parse(read.label() + "=" + read.serialized())).contains(read));
    assertThat(ContentDigest.parse(field).isPresent()).as(field).isEqualTo(isDigest(field));
  }

  private static boolean isInput(String field) {
    Matcher matcher = INPUT.matcher(field);
    if (field.length() > FieldScanner.MAX_LENGTH || !matcher.matches()) {
      return false;
    }
    List<String> components = all(STRING, matcher.group(2));
    return components.size() <= SignatureInput.MAX_COMPONENTS
        && isEachOnce(components)
        && isEachOnce(
            all(PARAMETER, matcher.group(3)).stream()
                .map(parameter -> parameter.replaceAll("(?s)^; *|=.*", ""))
                .toList());
  }

  private static boolean isDigest(String field) {
    if (field.length() > FieldScanner.MAX_LENGTH || !DIGESTS.matcher(field).matches()) {
      return false;
    }
    List<String> names =
        all(KEY + "=:", field).stream().map(name -> name.replace("=:", "")).toList();
    return isEachOnce(names) && (names.contains("sha-256") || names.contains("sha-512"));
  }

  private static List<String> all(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(hit -> hit.group()).toList();
  }

  private static boolean isEachOnce(List<String> all) {
    Set<String> different = new HashSet<>(all);
    return different.size() == all.size();
  }
}

package dev.memwarden.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.memwarden.auth.Credential;
import dev.memwarden.auth.Secret;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever stands in the header fields: one credential, said by all of them, or none.
class CredentialReaderFuzzTest {
  private static final Pattern SCHEME =
      Pattern.compile("(?:bearer|token|api-key) (.*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern TOKEN = Pattern.compile("e[w-z0-9_-][^.]*\\.[^.]*\\.[^.]*");

  static Stream<byte[]> seeds() {
    return Stream.of(
            "",
            "X-API-Key:k",
            "X-API-Key:",
            "Authorization:Bearer k\nX-API-Key:k\nauthorization:tOKEN k",
            "Authorization:Bearer k\nX-API-Key:j",
            "Authorization:Bearer  k",
            "Authorization:Bearer k\nAuthorization:Basic k",
            "Authorization:Basic k\nAuthorization:Basic k",
            "Authorization:Bearer \nX-API-Key:",
            "Authorization: Basic k\nX-API-Key: Basic k",
            "Authorization:Bearer eyJhbGciOiJ.e30.x\nX-API-Key:eyJhbGciOiJ.e30.x",
            "X-API-Key:eyJ.e30.",
            "X-API-Key:eyJ.e30.x.y",
            "Cookie:X-API-Key=k\nX_API_Key:k",
            "X-API-Key:\u00c3\u00a4",
            "X-API-Key:\u00c2\u0085",
            "X-API-Key:\u00e4",
            "X-API-Key:k\u0000",
            "X-API-Key:" + "k".repeat(8193))
        .map(text -> text.getBytes(ISO_8859_1));
  }

  @MethodSource("seeds")
  @FuzzTest
  void fields_agree_on_one_credential_or_there_is_none(byte[] bytes) {
    List<Map.Entry<String, String>> fields = fields(FuzzedText.of(bytes, ISO_8859_1));
    Credential read = CredentialReader.read(Headers.of(fields));

    List<String> said = said(fields);
    switch (read) {
      case Credential.None _ -> assertThat(said).isEmpty();
      case Credential.ApiKey(Secret text) -> judgeAgreed(said, text, false);
      case Credential.Bearer(Secret text) -> judgeAgreed(said, text, true);
      case Credential.Unreadable _ -> assertThat(said).anyMatch(text -> !isGood(text)).isNotEmpty();
      case Credential.Conflicting _ -> assertThat(said.stream().distinct()).hasSizeGreaterThan(1);
    }
    if (!said.isEmpty() && said.stream().distinct().count() == 1 && isGood(said.getFirst())) {
      assertThat(read).isInstanceOfAny(Credential.ApiKey.class, Credential.Bearer.class);
    }
    judgeOrderAndCase(fields, read);
  }

  private static void judgeAgreed(List<String> said, Secret text, boolean token) {
    String wire = text.reveal(copy -> new String(copy, ISO_8859_1));
    assertThat(said).isNotEmpty().containsOnly(wire);
    assertThat(isGood(wire)).isTrue();
    assertThat(TOKEN.matcher(wire).matches()).isEqualTo(token);
  }

  private static void judgeOrderAndCase(
      List<Map.Entry<String, String>> fields, Credential expected) {
    List<Map.Entry<String, String>> other = new ArrayList<>();
    for (Map.Entry<String, String> field : fields) {
      other.add(Map.entry(field.getKey().toUpperCase(Locale.ROOT), field.getValue()));
      other.add(Map.entry("Cookie", field.getKey() + "=" + field.getValue()));
    }
    Collections.reverse(other);

    assertThat(told(CredentialReader.read(Headers.of(other)))).isEqualTo(told(expected));
  }

  private static String told(Credential credential) {
    return switch (credential) {
      case Credential.ApiKey(Secret text) -> "key " + text.revealText();
      case Credential.Bearer(Secret text) -> "token " + text.revealText();
      case Credential.Conflicting _ -> "conflicting";
      case Credential.Unreadable _ -> "unreadable";
      case Credential.None _ -> "none";
    };
  }

  /// What each field that is not empty says; a NUL in front of what says nothing.
  private static List<String> said(List<Map.Entry<String, String>> fields) {
    List<String> said = new ArrayList<>();
    for (Map.Entry<String, String> field : fields) {
      String value = field.getValue();
      if (!value.isEmpty()) {
        switch (field.getKey().toLowerCase(Locale.ROOT)) {
          case "authorization" -> {
            Matcher scheme = SCHEME.matcher(value);
            said.add(scheme.matches() ? scheme.group(1) : "\0" + value);
          }
          case "x-api-key" -> said.add(value);
          default -> {}
        }
      }
    }
    return said;
  }

  private static boolean isGood(String wire) {
    String text = new String(wire.getBytes(ISO_8859_1), UTF_8);
    return !text.isEmpty()
        && !text.startsWith(" ")
        && wire.length() <= CredentialReader.MAX_LENGTH
        && new String(text.getBytes(UTF_8), ISO_8859_1).equals(wire)
        && text.chars().noneMatch(Character::isISOControl);
  }

  private static List<Map.Entry<String, String>> fields(String text) {
    return text.lines()
        .map(line -> line.split(":", 2))
        .filter(parts -> parts.length == 2)
        .map(parts -> Map.entry(parts[0], parts[1]))
        .collect(Collectors.toList());
  }
}

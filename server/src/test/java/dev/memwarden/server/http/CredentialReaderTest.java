package dev.memwarden.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Credential;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialReaderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          AUTHORIZATION     | X-API-KEY | ANSWER
          ''                | ''        | none
                            | ''        | none
          ''                |           | none
                            | k         | k
          Bearer k          |           | k
          bEARER k          |           | k
          Token k           |           | k
          Api-Key k         |           | k
          API-KEY k         |           | k
          Bearer a b        |           | a b
          Bearer k          | k         | k
          Bearer k          | ''        | k
          ''                | k         | k
          Token k           | j         | conflicting
          Basic k           | k         | conflicting
          Basic k           | j         | conflicting
          'Bearer  k'       |           | unreadable
          'Bearer k k'      | k         | conflicting
          'Bearer\tk'       |           | unreadable
          Bearer            |           | unreadable
          'Bearer '         |           | unreadable
          Basic dTpw        |           | unreadable
          Digest k          |           | unreadable
          k                 |           | unreadable
          Bearer,k          |           | unreadable
          ApiKey k          |           | unreadable
                            | Bearer k  | Bearer k
                            | 'k\t'     | unreadable
          """)
  void reads(String authorization, String apiKey, String answer) {
    List<Map.Entry<String, String>> fields = new ArrayList<>();
    if (authorization != null) {
      fields.add(Map.entry("authorization", authorization.replace("\\t", "\t")));
    }
    if (apiKey != null) {
      fields.add(Map.entry("x-api-key", apiKey.replace("\\t", "\t")));
    }

    assertThat(text(fields)).isEqualTo(answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          AUTHORIZATION           | X-API-KEY      | ANSWER
          Bearer eyJhbGciOiJ.e30. |                | token eyJhbGciOiJ.e30.
          bearer eyJhbGciOiJ.e30.x |               | token eyJhbGciOiJ.e30.x
          Token eyJhbGciOiJ.e30.x |                | token eyJhbGciOiJ.e30.x
          Api-Key eyJhbGciOiJ.e30.x |              | token eyJhbGciOiJ.e30.x
                                  | eyJhbGciOiJ.e30.x | token eyJhbGciOiJ.e30.x
          Bearer eyJhbGciOiJ.e30.x | eyJhbGciOiJ.e30.x | token eyJhbGciOiJ.e30.x
          Bearer eyJhbGciOiJ.e30.x | eyJhbGciOiJ.e30.y | conflicting
          Bearer eyJhbGciOiJ.e30  |                | eyJhbGciOiJ.e30
          Bearer key.with.dots    |                | key.with.dots
          """)
  void a_token_is_told_from_a_key_by_its_form(String authorization, String apiKey, String answer) {
    reads(authorization, apiKey, answer);
  }

  @Test
  void a_credential_given_twice_is_one() {
    assertThat(text(List.of(Map.entry("X-API-Key", "k"), Map.entry("X-API-Key", "k"))))
        .isEqualTo("k");
    assertThat(
            text(
                List.of(
                    Map.entry("Authorization", "Bearer k"), Map.entry("Authorization", "Token k"))))
        .isEqualTo("k");
  }

  @Test
  void two_that_differ_are_never_the_first_one() {
    assertThat(text(List.of(Map.entry("X-API-Key", "k"), Map.entry("X-API-Key", "j"))))
        .isEqualTo("conflicting");
    assertThat(
            text(
                List.of(
                    Map.entry("Authorization", "Bearer k"),
                    Map.entry("Authorization", "Bearer K"))))
        .isEqualTo("conflicting");
  }

  @Test
  void nothing_else_is_a_credential() {
    assertThat(
            text(
                List.of(
                    Map.entry("Cookie", "api_key=k; session=k"),
                    Map.entry("X_API_Key", "k"),
                    Map.entry("Proxy-Authorization", "Bearer k"),
                    Map.entry("X-Auth-Token", "k"))))
        .isEqualTo("none");
  }

  @Test
  void length_is_bounded() {
    assertThat(text(List.of(Map.entry("X-API-Key", "k".repeat(8192))))).hasSize(8192);
    assertThat(text(List.of(Map.entry("X-API-Key", "k".repeat(8193))))).isEqualTo("unreadable");
  }

  @Test
  void only_well_formed_text_is_one() {
    String wire = new String("ключ".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

    assertThat(text(List.of(Map.entry("X-API-Key", wire)))).isEqualTo("ключ");
    assertThat(text(List.of(Map.entry("X-API-Key", "k\u00ff")))).isEqualTo("unreadable");
    assertThat(text(List.of(Map.entry("X-API-Key", "k\u0000")))).isEqualTo("unreadable");
    assertThat(text(List.of(Map.entry("X-API-Key", "k\u00c2\u0085")))).isEqualTo("unreadable");
    assertThat(text(List.of(Map.entry("X-API-Key", "k\u007f")))).isEqualTo("unreadable");
    assertThat(text(List.of(Map.entry("X-API-Key", "k\u0416")))).isEqualTo("unreadable");
  }

  private static String text(List<Map.Entry<String, String>> fields) {
    return switch (CredentialReader.read(Headers.of(fields))) {
      case Credential.ApiKey key -> key.text().revealText();
      case Credential.Bearer token -> "token " + token.text().revealText();
      case Credential.Conflicting _ -> "conflicting";
      case Credential.Unreadable _ -> "unreadable";
      case Credential.None _ -> "none";
    };
  }
}

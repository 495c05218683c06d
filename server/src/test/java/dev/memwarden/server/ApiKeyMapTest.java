package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiKeyMapTest {

  @Test
  void the_map_of_the_seed_is_read() {
    assertThat(
            ApiKeyMap.parse(
                "test",
                """
                {"sk-alice-test-key-12345": "alice", "sk-bob-test-key-67890": "bob", \
                "sk-carol-test-key-abcdef": "carol"}\
                """))
        .isEqualTo(
            Map.of(
                "sk-alice-test-key-12345", "alice",
                "sk-bob-test-key-67890", "bob",
                "sk-carol-test-key-abcdef", "carol"));
  }

  @Test
  void an_empty_object_has_no_keys() {
    assertThat(ApiKeyMap.parse("test", " { } ")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"sesame": "alice",}                | is no valid JSON at line 1, column 20
          {"sesame": "alice"                  | is no valid JSON at line 1
          {"sesame": alice}                   | is no valid JSON at line 1
          {'sesame': 'alice'}                 | is no valid JSON at line 1, column 2
          {"sesame" "alice"}                  | is no valid JSON at line 1, column 11
          sesame:alice                        | is no valid JSON at line 1
          {"sesame": "alice"} {}              | goes on after the JSON object at line 1, column 21 (offset 20)
          ["sesame"]                          | is no JSON object such as {"key": "user"} at line 1, column 1 (offset 0)
          "sesame"                            | is no JSON object
          null                                | is no JSON object
          {"sesame": 1}                       | has a user id that is no string at line 1, column 12 (offset 11)
          {"sesame": null}                    | has a user id that is no string at line 1, column 12 (offset 11)
          {"sesame": ["alice"]}               | has a user id that is no string
          {"sesame": {"id": "alice"}}         | has a user id that is no string
          {"sesame": ""}                      | has a user id that is not 1 to 256 characters
          {"sesame": "a\\u0000"}              | has a user id that is not 1 to 256 characters
          {"sesame": "\\ud800"}               | has a user id that is not 1 to 256 characters
          {"": "alice"}                       | has a key that no client can send at line 1, column 2 (offset 1)
          {"sesame\\ud800": "alice"}          | is no valid JSON at line 1, column 15
          {"sesame": "a", "sesame": "b"}      | has the same key a second time at line 1, column 17 (offset 16)
          {"sesame": "a", "ses\\u0061me": "a"}| has the same key a second time
          """)
  void stops_with_the_position_and_never_a_key(String text, String what) {
    assertThatThrownBy(() -> ApiKeyMap.parse("environment: API_KEYS", text))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageStartingWith("API_KEYS (environment: API_KEYS) ")
        .hasMessageContaining(what)
        .hasMessageNotContaining("sesame")
        .hasNoCause();
  }
}

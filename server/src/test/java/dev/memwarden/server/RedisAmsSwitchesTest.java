package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.key.KeyProver;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The three settings of Redis AMS, and what its documentation tells people to set.
class RedisAmsSwitchesTest {
  private static final Path FOLDER = Path.of("").toAbsolutePath().resolve("no-such-folder");

  /// `auth is on|off`, and how new keys are kept; or why the server does not start.
  private static String outcome(Map<String, String> environment) {
    try {
      Configuration config =
          Configuration.of(
              Settings.read(new SettingSources(Map.of(), environment, FOLDER)), FOLDER);
      String kept =
          switch (config.store().making()) {
            case SHA_256 -> "sha256";
            case BCRYPT -> "bcrypt";
          };
      return config.auth() + " " + kept;
    } catch (InvalidConfigurationException e) {
      return "stops: " + e.getMessage();
    }
  }

  private static Map<String, String> environment(String text) {
    Map<String, String> names = new HashMap<>();
    for (String pair : text.split(" ")) {
      int at = pair.indexOf('=');
      names.put(pair.substring(0, at), pair.substring(at + 1));
    }
    return names;
  }

  /// Every row of the table by which Redis AMS finds its mode, with each value that leads there.
  @ParameterizedTest
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      textBlock =
          """
          DISABLE_AUTH | AUTH_MODE | TOKEN_AUTH_ENABLED | ISSUER | THERE  | HERE
                       |           |                    |        | off    | ON sha256
                       |           | true               |        | off    | ON bcrypt
                       | disabled  |                    |        | off    | OFF sha256
                       | disabled  | true               |        | off    | stops: AUTH_MODE=disabled contradicts TOKEN_AUTH_ENABLED=true
                       | token     |                    |        | off    | ON bcrypt
                       | token     | true               |        | off    | ON bcrypt
                       | oauth2    |                    |        | off    | stops: OAuth2 issuer URL not configured
                       | oauth2    |                    | set    | off    | ON sha256
          true         |           |                    |        | off    | OFF sha256
          true         |           | true               |        | off    | stops: DISABLE_AUTH=true contradicts TOKEN_AUTH_ENABLED=true
          true         | disabled  |                    |        | off    | OFF sha256
          true         | token     |                    |        | off    | stops: DISABLE_AUTH=true contradicts AUTH_MODE=token
          true         | oauth2    |                    |        | off    | stops: DISABLE_AUTH=true contradicts AUTH_MODE=oauth2
          false        |           |                    |        | off    | ON sha256
          false        |           | false              |        | off    | ON sha256
          false        |           | true               |        | off    | ON bcrypt
          false        | disabled  |                    |        | off    | stops: AUTH_MODE=disabled contradicts DISABLE_AUTH=false
          false        | disabled  | true               |        | off    | stops: AUTH_MODE=disabled contradicts TOKEN_AUTH_ENABLED=true
          false        | token     |                    |        | token  | ON bcrypt
          false        | token     | false              |        | token  | ON bcrypt
          false        | token     | true               |        | token  | ON bcrypt
          false        | oauth2    |                    |        | oauth2 | stops: OAuth2 issuer URL not configured
          false        | oauth2    |                    | set    | oauth2 | ON sha256
          false        | oauth2    | false              |        | oauth2 | stops: OAuth2 issuer URL not configured
          false        | oauth2    | false              | set    | oauth2 | ON sha256
          false        | oauth2    | true               |        | token  | stops: OAuth2 issuer URL not configured
          false        | oauth2    | true               | set    | token  | ON bcrypt
          """)
  void every_row_of_the_original_is_read_so_that_nothing_is_open_by_accident(
      String disable, String mode, String tokens, String issuer, String there, String here) {
    Map<String, String> names = new HashMap<>();
    put(names, "DISABLE_AUTH", disable);
    put(names, "AUTH_MODE", mode);
    put(names, "TOKEN_AUTH_ENABLED", tokens);
    put(names, "OAUTH2_ISSUER_URL", issuer == null ? null : "https://issuer.example");

    assertThat(outcome(names)).startsWith(here);
    // Where the original is closed, so are we.
    assertThat(there.equals("off") || !here.startsWith("OFF")).isTrue();
  }

  private static void put(Map<String, String> names, String name, String value) {
    if (value != null) {
      names.put(name, value);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"AUTH_MODE=token", "TOKEN_AUTH_ENABLED=true"})
  void the_recipe_enable_token_auth_switches_it_on(String set) {
    assertThat(outcome(environment(set))).isEqualTo("ON bcrypt");
  }

  @ParameterizedTest
  @ValueSource(strings = "DISABLE_AUTH=false")
  void the_recipe_production_deployment_switches_it_on(String set) {
    assertThat(outcome(environment(set))).isEqualTo("ON sha256");
  }

  @ParameterizedTest
  @ValueSource(
      strings =
          "DISABLE_AUTH=false OAUTH2_ISSUER_URL=https://issuer.example OAUTH2_AUDIENCE=memory")
  void the_recipe_of_an_issuer_without_a_mode_switches_it_on(String set) {
    assertThat(outcome(environment(set))).isEqualTo("ON sha256");
  }

  @ParameterizedTest
  @CsvSource({
    "true, OFF",
    "True, OFF",
    "TRUE, OFF",
    "1, OFF",
    "yes, OFF",
    "on, OFF",
    "t, OFF",
    "y, OFF",
    "false, ON",
    "False, ON",
    "0, ON",
    "no, ON",
    "off, ON",
    "f, ON",
    "n, ON",
  })
  void words_for_true_and_false_are_those_of_the_original(String word, String answer) {
    assertThat(outcome(Map.of("DISABLE_AUTH", word))).startsWith(answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DISABLE_AUTH=maybe",
        "DISABLE_AUTH=2",
        "TOKEN_AUTH_ENABLED=enabled",
        "AUTH_MODE=Token",
        "AUTH_MODE=off",
        "AUTH_MODE=DISABLED"
      })
  void what_the_original_would_not_start_with_stops_the_start(String set) {
    assertThat(outcome(environment(set))).startsWith("stops: auth.").contains("must be");
  }

  @ParameterizedTest
  @ValueSource(strings = {"AUTH_MODE=token", "TOKEN_AUTH_ENABLED=1"})
  void no_mode_switches_off_other_kinds_of_credential(String set) {
    Map<String, String> names = environment(set);
    names.put("API_KEYS", "{\"k\": \"alice\"}");
    names.put("ZEP_AUTH_SECRET", "q1-vS0PgmRbWq0bNkvWjKqk8w2GJcLxYyD5o0mG3n1fU7ZtXrE4h");

    Configuration config =
        Configuration.of(Settings.read(new SettingSources(Map.of(), names, FOLDER)), FOLDER);

    assertThat(config.auth()).isEqualTo(AuthMode.ON);
    assertThat(config.store().apiKeys()).hasSize(1);
    assertThat(config.store().sharedSecret()).isPresent();
    assertThat(config.store().making()).isEqualTo(KeyProver.Making.BCRYPT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "memory.example"})
  void off_needs_a_loopback_address(String host) {
    Map<String, String> names = Map.of("DISABLE_AUTH", "true", "MEMWARDEN_HOST", host);

    assertThatThrownBy(() ->
            Configuration.of(Settings.read(new SettingSources(Map.of(), names, FOLDER)), FOLDER))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("would give everybody");
  }
}

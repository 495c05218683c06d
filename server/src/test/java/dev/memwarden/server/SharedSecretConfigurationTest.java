package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.token.SharedSecretRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharedSecretConfigurationTest {
  private static final String SECRET = "0123456789abcdefghijklmnopqrstuv";
  private static final String ADVICE =
      ", so that anybody could make tokens; make one with 'memwarden secret generate'";

  @TempDir Path folder;

  @Test
  void without_a_secret_there_is_none() {
    assertThat(read(Map.of())).isEmpty();
  }

  @Test
  void all_defaults() {
    SharedSecretConfiguration shared = read(Map.of("ZEP_AUTH_SECRET", SECRET)).orElseThrow();

    assertThat(shared.rules())
        .isEqualTo(SharedSecretRules.of("default", Set.of("memwarden"), false, Duration.ZERO));
    assertThat(shared.toString()).doesNotContain(SECRET);
  }

  @Test
  void every_key() throws IOException {
    Files.writeString(folder.resolve("secret"), SECRET + "\n");
    Files.writeString(folder.resolve("former"), SECRET + "w\n\n" + SECRET + "x\n");
    SharedSecretConfiguration shared =
        read(Map.of(
                "ZEP_AUTH_SECRET_FILE", "secret",
                "MEMWARDEN_ZEP_FORMER_SECRETS_FILE", "former",
                "MEMWARDEN_ZEP_TENANT", "acme",
                "MEMWARDEN_ZEP_AUDIENCE", "a, b",
                "MEMWARDEN_PUBLIC_URL", "https://memory.test",
                "MEMWARDEN_ZEP_REQUIRE_SUBJECT", "true",
                "MEMWARDEN_ZEP_DIALECTS", "zep,mem0",
                "MEMWARDEN_ZEP_LEEWAY", "60s"))
            .orElseThrow();

    assertThat(shared.secrets().toString()).isEqualTo("SharedSecrets[3]");
    assertThat(shared.serviceDialects()).containsExactlyInAnyOrder("zep", "mem0");
    assertThat(shared.rules())
        .isEqualTo(
            SharedSecretRules.of(
                "acme", Set.of("a", "b", "https://memory.test"), true, Duration.ofSeconds(60)));
  }

  @ParameterizedTest
  @CsvSource({
    "true, ON", "True, ON", "TRUE, ON", "t, ON", "T, ON", "1, ON",
    "false, OFF", "False, OFF", "FALSE, OFF", "f, OFF", "F, OFF", "0, OFF",
  })
  void the_switch_of_zep_takes_the_words_of_zep(String word, AuthMode mode) {
    Map<String, String> environment = Map.of("ZEP_AUTH_REQUIRED", word, "ZEP_AUTH_SECRET", SECRET);

    assertThat(Configuration.of(settings(environment), folder).auth()).isEqualTo(mode);
    assertThat(read(environment).isPresent()).isEqualTo(mode == AuthMode.ON);
  }

  @Test
  void a_secret_beside_the_off_switch_of_zep_is_not_even_read() {
    assertThat(
            read(
                Map.of(
                    "ZEP_AUTH_REQUIRED", "false",
                    "ZEP_AUTH_SECRET", "do-not-use-this-secret-in-production")))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      textBlock =
          """
          SECRET                                                 | WHY
          changeme                                               | has fewer than 32 bytes
          0123456789abcdefghijklmnopqrstu                        | has fewer than 32 bytes
          do-not-use-this-secret-in-production                   | is published as an example
          <your cryptographically secure secret created above>   | is published as an example
          changemechangemechangemechangeme                       | repeats itself
          """)
  void a_secret_that_can_be_guessed_stops_the_start(String secret, String why) {
    assertThatThrownBy(() -> read(Map.of("ZEP_AUTH_REQUIRED", "true", "ZEP_AUTH_SECRET", secret)))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage("zep.auth-secret (environment: ZEP_AUTH_SECRET) " + why + ADVICE);
  }

  @Test
  void a_secret_that_must_be_there_and_is_not_stops_the_start() {
    for (Map<String, String> environment :
        List.of(
            Map.of("ZEP_AUTH_REQUIRED", "true"),
            Map.of("ZEP_AUTH_REQUIRED", "true", "ZEP_AUTH_SECRET", ""))) {
      assertThatThrownBy(() -> Configuration.of(settings(environment), folder))
          .isInstanceOf(InvalidConfigurationException.class)
          .hasMessage("Auth secret not set. Ensure ZEP_AUTH_SECRET is set in your environment.");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ZEP_AUTH_REQUIRED             | yes   | zep.auth-required
          ZEP_AUTH_REQUIRED             | tRUE  | zep.auth-required
          MEMWARDEN_ZEP_TENANT          | a\tb  | zep.tenant
          MEMWARDEN_ZEP_AUDIENCE        | a,,b  | zep.audience
          MEMWARDEN_ZEP_REQUIRE_SUBJECT | maybe | zep.require-subject
          MEMWARDEN_ZEP_LEEWAY          | 61s   | zep.leeway
          MEMWARDEN_ZEP_LEEWAY          | 2m    | zep.leeway
          MEMWARDEN_ZEP_LEEWAY          | soon  | zep.leeway
          MEMWARDEN_ZEP_FORMER_SECRETS  | short | zep.former-secrets
          """)
  void a_wrong_value_stops_the_start_and_names_its_setting(String name, String text, String key) {
    Map<String, String> environment = new HashMap<>(Map.of("ZEP_AUTH_SECRET", SECRET));
    environment.put(name, text);

    assertThatThrownBy(() -> read(environment))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageStartingWith(key + " (environment: " + name + ") ");
  }

  @Test
  void former_secrets_need_a_current_one_and_are_few() {
    assertThatThrownBy(() -> read(Map.of("MEMWARDEN_ZEP_FORMER_SECRETS", SECRET)))
        .hasMessageEndingWith("needs the secret that comes after them");
    assertThatThrownBy(() ->
            read(
                Map.of(
                    "ZEP_AUTH_SECRET",
                    SECRET,
                    "MEMWARDEN_ZEP_FORMER_SECRETS",
                    (SECRET + "x\n").repeat(8))))
        .hasMessageEndingWith("has more than 7 lines");
  }

  private Optional<SharedSecretConfiguration> read(Map<String, String> environment) {
    return SharedSecretConfiguration.of(settings(environment));
  }

  private Settings settings(Map<String, String> environment) {
    return Settings.read(new SettingSources(Map.of(), environment, folder));
  }
}

package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  @TempDir Path folder;

  @Test
  void a_stronger_source_beats_a_weaker_one() throws IOException {
    assertThat(host(Map.of(), Map.of())).isEqualTo("127.0.0.1 default");

    Files.writeString(folder.resolve("memwarden.yaml"), "http:\n  host: 127.0.0.2\n");
    assertThat(host(Map.of(), Map.of())).isEqualTo("127.0.0.2 memwarden.yaml: http.host");

    Files.writeString(folder.resolve(".env"), "MEMWARDEN_HOST=127.0.0.3\n");
    assertThat(host(Map.of(), Map.of())).isEqualTo("127.0.0.3 .env: MEMWARDEN_HOST");

    Map<String, String> environment = Map.of("MEMWARDEN_HOST", "127.0.0.4");
    assertThat(host(Map.of(), environment)).isEqualTo("127.0.0.4 environment: MEMWARDEN_HOST");

    assertThat(host(Map.of(Setting.HOST, "127.0.0.5"), environment))
        .isEqualTo("127.0.0.5 command line");
  }

  private String host(Map<Setting, String> commandLine, Map<String, String> environment) {
    Settings.Value value =
        Settings.read(new SettingSources(commandLine, environment, folder))
            .value(Setting.HOST)
            .orElseThrow();
    return value.text() + " " + value.origin();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MEMWARDEN_PROT    | MEMWARDEN_PORT
          MEMWARDEN_API_KEY | MEMWARDEN_API_KEYS
          MEMWARDEN_API_KEYS_FIL | MEMWARDEN_API_KEYS_FILE
          MEMWARDEN_HOST_FILE    | MEMWARDEN_HOST
          MEMWARDEN_SERVICE_HOSTS | MEMWARDEN_METRICS_HOST
          """)
  void an_unknown_name_of_ours_stops_the_start(String name, String nearest) throws IOException {
    assertThatThrownBy(() -> environment(Map.of(name, "x")))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage("environment: unknown setting " + name + "; the nearest known is " + nearest);

    Files.writeString(folder.resolve(".env"), name + "=x");
    assertThatThrownBy(() -> environment(Map.of()))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage(".env: unknown setting " + name + "; the nearest known is " + nearest);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MEMWARDEN_PORT                    | tcp://10.0.0.1:8000
          MEMWARDEN_SERVICE_HOST            | 10.0.0.1
          MEMWARDEN_SERVICE_PORT            | 8000
          MEMWARDEN_SERVICE_PORT_HTTP       | 8000
          MEMWARDEN_PORT_8000_TCP           | tcp://10.0.0.1:8000
          MEMWARDEN_PORT_8000_TCP_PROTO     | tcp
          MEMWARDEN_PORT_8000_TCP_PORT      | 8000
          MEMWARDEN_PORT_8000_TCP_ADDR      | 10.0.0.1
          MEMWARDEN_API_SERVICE_HOST        | 10.0.0.1
          MEMWARDEN_API_PORT                | udp://10.0.0.1:53
          """)
  void service_links_of_kubernetes_mean_nothing(String name, String value) {
    assertThat(environment(Map.of(name, value)).integer(Setting.PORT, 0, 65535)).isEqualTo(8000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          htp: {port: 1}                   | unknown key 'htp'; the nearest known is 'data'
          http: {prot: 1}                  | unknown key 'http.prot'; the nearest known is 'http.port'
          http.port: 1                     |
          http: {port: {a: sesame}}        | 'http.port' takes one value or a list of values
          auth: {api-keys: {sesame: a}}    | 'auth.api-keys' takes one value or a list of values
          auth: {api-keys: "sesame         | no valid YAML at line 1
          http: {port: 1, port: 2}         | no valid YAML at line 1
          [1, 2]                           | is not a mapping from keys to values
          http: 80                         | unknown key 'http'; the nearest known is
          """)
  void the_yaml_file_is_read_strictly(String text, String what) throws IOException {
    Files.writeString(folder.resolve("memwarden.yaml"), text);

    if (what == null) {
      assertThat(environment(Map.of()).integer(Setting.PORT, 0, 65535)).isEqualTo(1);
    } else {
      assertThatThrownBy(() -> environment(Map.of()))
          .isInstanceOf(InvalidConfigurationException.class)
          .hasMessageStartingWith("memwarden.yaml: " + what)
          .hasMessageNotContaining("sesame");
    }
  }

  @Test
  void a_yaml_list_is_a_list_and_an_empty_section_is_nothing() throws IOException {
    Files.writeString(
        folder.resolve("memwarden.yaml"),
        "http:\n  trusted-proxies: [10.0.0.0/8, '::1']\n  port:\nauth:\n");

    Settings settings = environment(Map.of());

    assertThat(settings.list(Setting.TRUSTED_PROXIES)).containsExactly("10.0.0.0/8", "::1");
    assertThat(settings.integer(Setting.PORT, 0, 65535)).isEqualTo(8000);
  }

  @Test
  void a_secret_may_be_read_from_a_file() throws IOException {
    Files.writeString(folder.resolve("keys.json"), "{\"a\": \"b\"}\n");

    Settings settings = environment(Map.of("API_KEYS_FILE", "keys.json"));

    assertThat(settings.text(Setting.API_KEYS)).contains("{\"a\": \"b\"}");
  }

  @Test
  void a_secret_may_not_be_given_twice() throws IOException {
    Files.writeString(folder.resolve(".env"), "API_KEYS='{}'");

    assertThatThrownBy(() -> environment(Map.of("MEMWARDEN_API_KEYS_FILE", "keys.json")))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage(
            ".env: API_KEYS and environment: MEMWARDEN_API_KEYS_FILE are both set; keep one");
  }

  @Test
  void a_missing_secret_file_stops_the_start() {
    assertThatThrownBy(() -> environment(Map.of("API_KEYS_FILE", "nowhere")))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage("environment: API_KEYS_FILE: no such file");
  }

  @Test
  void two_names_of_one_setting_must_agree() {
    assertThat(environment(Map.of("PORT", "1", "MEMWARDEN_PORT", "1")).text(Setting.PORT))
        .contains("1");
    assertThatThrownBy(() -> environment(Map.of("PORT", "1", "MEMWARDEN_PORT", "2")))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage("environment: MEMWARDEN_PORT and PORT differ; keep one");
  }

  @ParameterizedTest
  @CsvSource({
    "HOST, '', 127.0.0.1",
    "PORT, '', 8000",
    "DISABLE_AUTH, '', ",
  })
  void an_empty_value_counts_as_none(Setting setting, String text, String expected) {
    assertThat(environment(Map.of(setting.names().getLast(), text)).text(setting).orElse(null))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"1s, PT1S", "90s, PT90S", "5m, PT5M", "24h, PT24H", "30d, PT720H"})
  void durations(String text, Duration duration) {
    assertThat(Settings.parseDuration(text)).contains(duration);
  }

  @ParameterizedTest
  @CsvSource({"''", "0s", "1", "s", "-1s", "1.5h", "1w", "1S", "1 s", "9999999999d", "+1s", "١s"})
  void no_durations(String text) {
    assertThat(Settings.parseDuration(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "MAX_BODY, 1KiB, 1024",
    "MAX_BODY, 1MiB, 1048576",
    "MAX_BODY, 7, 7",
    "MAX_BODY, 0, ",
    "MAX_BODY, 1kb, ",
    "MAX_BODY, -1, ",
    "MAX_BODY, 999999999GiB, ",
    "MAX_BODY, 4194304, 4194304",
    "MAX_BODY, 4194305, ",
  })
  void sizes(Setting setting, String text, Integer bytes) {
    Settings settings = environment(Map.of(setting.names().getFirst(), text));
    if (bytes == null) {
      assertThatThrownBy(() -> settings.bytes(setting, 4 << 20))
          .isInstanceOf(InvalidConfigurationException.class)
          .hasMessageStartingWith("http.max-body (environment: MEMWARDEN_MAX_BODY) must be a size");
    } else {
      assertThat(settings.bytes(setting, 4 << 20)).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @CsvSource({"TRUE", "yes", "1", "on", "' true'", "False"})
  void only_true_and_false_are_flags(String text) {
    Settings settings = environment(Map.of("DISABLE_AUTH", text));

    assertThatThrownBy(() -> settings.flag(Setting.DISABLE_AUTH))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage("auth.disable (environment: DISABLE_AUTH) must be true or false");
  }

  @Test
  void values_are_not_printed() {
    Settings settings = environment(Map.of("API_KEYS", "sesame"));

    assertThat(settings.value(Setting.API_KEYS).orElseThrow().toString()).doesNotContain("sesame");
    assertThat(new SettingSources(Map.of(), Map.of("API_KEYS", "sesame"), folder).toString())
        .doesNotContain("sesame");
  }

  private Settings environment(Map<String, String> environment) {
    return Settings.read(new SettingSources(Map.of(), environment, folder));
  }
}

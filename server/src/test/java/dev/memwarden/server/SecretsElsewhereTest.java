package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.stores.lucene.IndexProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Secrets that settings only refer to, against peers that speak the protocols of those who keep
/// them.
class SecretsElsewhereTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final String SECRET = "canary-Wq0bNkvWjKqk8w2GJcLxYyD5o0mG3n1fU7ZtXrE4hBvA9s";
  private static final String PATH = "/v1/secret/data/memwarden";

  @TempDir Path folder;

  private Settings settings(Map<String, String> environment) {
    return Settings.read(new SettingSources(Map.of(), environment, folder, () -> NOON));
  }

  private static Map<String, String> vault(VaultPeer peer, String... more) {
    return with(Map.of("VAULT_ADDR", peer.address(), "VAULT_TOKEN", VaultPeer.TOKEN), more);
  }

  private static Map<String, String> aws(AwsPeer peer, String... more) {
    return with(
        Map.of(
            "AWS_REGION",
            AwsPeer.REGION,
            "AWS_ENDPOINT_URL_SECRETS_MANAGER",
            peer.address(),
            "AWS_ACCESS_KEY_ID",
            AwsPeer.KEY_ID,
            "AWS_SECRET_ACCESS_KEY",
            AwsPeer.KEY),
        more);
  }

  private static Map<String, String> with(Map<String, String> some, String... more) {
    Map<String, String> all = new HashMap<>(some);
    for (int i = 0; i < more.length; i += 2) {
      all.put(more[i], more[i + 1]);
    }
    return all;
  }

  @Test
  void every_secret_setting_may_be_in_a_vault() throws IOException {
    List<Setting> secrets =
        Arrays.stream(Setting.values()).filter(Setting::mayBeElsewhere).toList();
    try (var peer = new VaultPeer(Map.of(PATH, VaultPeer.secret("{\"x\":\"" + SECRET + "\"}")))) {
      for (Setting setting : secrets) {
        String name = setting.names().getFirst();
        Settings.Value value =
            settings(vault(peer, name, "vault:secret/memwarden#x")).value(setting).orElseThrow();

        assertThat(value.text()).isEqualTo(SECRET);
        assertThat(value.origin()).isEqualTo("environment: " + name + ", vault:secret/memwarden#x");
      }
    }
    assertThat(secrets).contains(Setting.API_KEYS, Setting.LLM_API_KEY, Setting.MASTER_KEY);
    assertThat(secrets).contains(Setting.ZEP_AUTH_SECRET, Setting.ZEP_FORMER_SECRETS);
  }

  @Test
  void a_reference_is_followed_once_and_only_when_its_setting_is_asked_for() throws IOException {
    try (var peer = new VaultPeer(Map.of(PATH, VaultPeer.secret("{\"x\":\"" + SECRET + "\"}")))) {
      Settings settings =
          settings(
              vault(
                  peer,
                  "ZEP_AUTH_SECRET",
                  "vault:secret/memwarden#x",
                  "MEMWARDEN_LLM_API_KEY",
                  "vault:secret/other#x",
                  "VAULT_NAMESPACE",
                  "team"));
      assertThat(Configuration.data(settings, folder)).isAbsolute();
      assertThat(settings.isSet(Setting.ZEP_AUTH_SECRET)).isTrue();
      assertThat(peer.asked).isEmpty();

      assertThat(settings.text(Setting.ZEP_AUTH_SECRET)).contains(SECRET);
      assertThat(settings.text(Setting.ZEP_AUTH_SECRET)).contains(SECRET);
      assertThat(peer.asked).containsExactly("team " + PATH);
    }
  }

  @Test
  void references_stand_in_files_too_and_the_token_in_its_own() throws IOException {
    try (var peer = new VaultPeer(Map.of(PATH, VaultPeer.secret("{\"x\":\"" + SECRET + "\"}")))) {
      Files.writeString(folder.resolve("token"), VaultPeer.TOKEN + "\n");
      Files.writeString(
          folder.resolve("memwarden.yaml"),
          """
          vault:
            address: %s
            token-file: token
          zep:
            auth-secret: vault:secret/memwarden#x
          """
              .formatted(peer.address()));

      assertThat(settings(Map.of()).text(Setting.ZEP_AUTH_SECRET)).contains(SECRET);
    }
  }

  @Test
  void a_server_starts_with_a_master_key_and_keys_from_elsewhere() throws IOException {
    MasterKeyRing ring = MasterKeyRing.generate(new SecureRandom());
    String master = ring.print().revealText().strip().replace("\n", "\\n");
    String fields = "{\"master\":\"%s\",\"keys\":\"{\\\"k\\\":\\\"alice\\\"}\"}".formatted(master);
    try (var peer = new VaultPeer(Map.of(PATH, VaultPeer.secret(fields)))) {
      Map<String, String> environment =
          vault(
              peer,
              "MEMWARDEN_MASTER_KEY",
              "vault:secret/memwarden#master",
              "API_KEYS",
              "vault:secret/memwarden#keys");
      for (int start = 0; start < 2; start++) {
        Configuration config = Configuration.of(settings(environment), folder);
        try (Instance instance =
            Instance.open(config.store(), () -> NOON, new SecureRandom(), IndexProgress.UNSEEN)) {
          assertThat(instance.configured().size()).isEqualTo(1);
        }
        assertThat(folder.resolve("memwarden-data/master.key")).doesNotExist();
      }
      environment.remove("MEMWARDEN_MASTER_KEY");
      Configuration without = Configuration.of(settings(environment), folder);
      assertThatThrownBy(() ->
              Instance.open(without.store(), () -> NOON, new SecureRandom(), IndexProgress.UNSEEN))
          .isInstanceOf(InvalidConfigurationException.class);
    }
  }

  @Test
  void a_master_key_has_one_place() {
    Map<String, String> both =
        Map.of("MEMWARDEN_MASTER_KEY", "x", "MEMWARDEN_MASTER_KEY_FILE", "master.key");

    assertThatThrownBy(() -> Configuration.of(settings(both), folder))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage(
            "auth.master-key (environment: MEMWARDEN_MASTER_KEY) is set beside"
                + " auth.master-key-file; keep one");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /v1/secret/data/memwarden | 200 {"data":{"data":{"y":"z"}}}         | the secret memwarden has no text in a field x
          /v1/secret/data/memwarden | 200 {"data":{"data":{"x":7}}}           | the secret memwarden has no text in a field x
          /v1/secret/data/memwarden | 200 {"data":{"data":{"x":""}}}          | the secret memwarden has no text in a field x
          /v1/secret/data/memwarden | 200 canary, no JSON                     | the secret memwarden has no text in a field x
          /v1/secret/data/memwarden | 404 {"data":{"data":null}}              | ADDRESS has nothing at memwarden in secret, or no longer
          /v1/secret/data/elsewhere | 200 {}                                  | ADDRESS has nothing at memwarden in secret, or no longer
          /v1/secret/data/memwarden | 503 {"errors":["canary: Vault is sealed"]} | ADDRESS answers 503
          /v1/secret/data/memwarden | 307 http://localhost:1/canary           | ADDRESS answers 307
          """)
  void what_is_not_there_stops_the_start(String path, String answer, String why)
      throws IOException {
    try (var peer = new VaultPeer(Map.of(path, answer))) {
      assertStops(
          vault(peer, "ZEP_AUTH_SECRET", "vault:secret/memwarden#x"),
          why.replace("ADDRESS", "Vault at " + peer.address()));
      assertThat(peer.asked).hasSize(1);
    }
  }

  @Test
  void a_token_that_may_not_read_it_stops_the_start() throws IOException {
    try (var peer = new VaultPeer(Map.of())) {
      assertStops(
          vault(peer, "ZEP_AUTH_SECRET", "vault:secret/memwarden#x", "VAULT_TOKEN", "canary"),
          "Vault at " + peer.address() + " does not let this token read memwarden in secret");
    }
  }

  @Test
  void an_answer_without_end_stops_the_start() throws IOException {
    String endless = "200 {\"data\":{\"data\":{\"x\":\"" + "canary".repeat(200_000) + "\"}}}";
    try (var peer = new VaultPeer(Map.of(PATH, endless))) {
      assertStops(
          vault(peer, "ZEP_AUTH_SECRET", "vault:secret/memwarden#x"),
          "Vault at " + peer.address() + " cannot be reached (IOException)");
    }
  }

  @Test
  void nobody_there_stops_the_start() throws IOException {
    Map<String, String> environment;
    String address;
    try (var peer = new VaultPeer(Map.of())) {
      environment = vault(peer, "ZEP_AUTH_SECRET", "vault:secret/memwarden#x");
      address = peer.address();
    }
    assertStops(environment, "Vault at " + address + " cannot be reached (ConnectException)");
  }

  @Test
  void a_secret_comes_from_aws_whole_or_by_its_field() throws IOException {
    Map<String, String> secrets =
        Map.of(
            "memwarden/zep",
            "\"SecretString\":\"" + SECRET + "\"",
            "memwarden/all",
            "\"SecretString\":\"{\\\"zep\\\":\\\"" + SECRET + "\\\"}\"");
    try (var peer = new AwsPeer(secrets)) {
      for (String reference : List.of("aws-sm:memwarden/zep", "aws-sm:memwarden/all#zep")) {
        Settings settings = settings(aws(peer, "ZEP_AUTH_SECRET", reference));

        assertThat(settings.text(Setting.ZEP_AUTH_SECRET)).contains(SECRET);
      }
      Settings lent =
          settings(
              aws(
                  peer,
                  "ZEP_AUTH_SECRET",
                  "aws-sm:memwarden/zep",
                  "AWS_SESSION_TOKEN",
                  AwsPeer.SESSION));
      assertThat(lent.text(Setting.ZEP_AUTH_SECRET)).contains(SECRET);
      assertThat(peer.sessions).containsExactly(AwsPeer.SESSION);
    }
  }

  @Test
  void an_arn_says_its_region() throws IOException {
    String arn = "arn:aws:secretsmanager:" + AwsPeer.REGION + ":123456789012:secret:zep-AbCdEf";
    try (var peer = new AwsPeer(Map.of(arn, "\"SecretString\":\"" + SECRET + "\""))) {
      Map<String, String> environment = aws(peer, "ZEP_AUTH_SECRET", "aws-sm:" + arn);
      environment.remove("AWS_REGION");

      assertThat(settings(environment).text(Setting.ZEP_AUTH_SECRET)).contains(SECRET);
      environment.put("ZEP_AUTH_SECRET", "aws-sm:zep");
      assertStops(environment, "needs aws.region, or a whole ARN");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          aws-sm:nothing | AWS_REGION            | eu-central-1 | AWS Secrets Manager answers 400 ResourceNotFoundException
          aws-sm:zep     | AWS_SECRET_ACCESS_KEY | canary       | AWS Secrets Manager answers 400 InvalidSignatureException
          aws-sm:zep     | AWS_REGION            | eu-west-1    | AWS Secrets Manager answers 400 InvalidSignatureException
          aws-sm:binary  | AWS_REGION            | eu-central-1 | the secret binary is no text
          aws-sm:zep#x   | AWS_REGION            | eu-central-1 | the secret zep has no text in a field x
          """)
  void what_aws_does_not_give_stops_the_start(
      String reference, String name, String value, String why) throws IOException {
    Map<String, String> secrets =
        Map.of(
            "zep",
            "\"SecretString\":\"" + SECRET + "\"",
            "binary",
            "\"SecretBinary\":\"Y2FuYXJ5\"");
    try (var peer = new AwsPeer(secrets)) {
      assertStops(aws(peer, "ZEP_AUTH_SECRET", reference, name, value), why);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          VAULT_ADDR      | http://vault.test:8200       | vault.address (environment: VAULT_ADDR) must be an https address; http is for this machine only
          VAULT_ADDR      | https://canary@vault.test    | vault.address (environment: VAULT_ADDR) must be an https address; http is for this machine only
          VAULT_ADDR      | canary vault                 | vault.address (environment: VAULT_ADDR) must be an https address; http is for this machine only
          VAULT_ADDR      | ''                           | vault.address (nowhere) must be set
          VAULT_TOKEN     | ''                           | vault.token (nowhere) must be set
          VAULT_TOKEN     | canary token                 | vault.token (environment: VAULT_TOKEN) has a space or a character beyond ASCII
          VAULT_TOKEN     | vault:secret/memwarden#token | vault.token (environment: VAULT_TOKEN) opens what keeps secrets: it cannot be in there
          ZEP_AUTH_SECRET | vault:canary                 | zep.auth-secret (environment: ZEP_AUTH_SECRET) is no reference such as vault:secret/memwarden#field
          """)
  void settings_that_lead_nowhere_stop_the_start(String name, String value, String message) {
    Map<String, String> environment =
        with(
            Map.of(
                "VAULT_ADDR", "http://127.0.0.1:1",
                "VAULT_TOKEN", VaultPeer.TOKEN,
                "ZEP_AUTH_SECRET", "vault:secret/memwarden#x"),
            name,
            value);

    assertThatThrownBy(() -> Configuration.of(settings(environment), folder))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"MEMWARDEN_HOST", "MEMWARDEN_LLM_MODEL"})
  void what_is_no_secret_is_no_reference(String name) {
    Setting setting =
        Arrays.stream(Setting.values())
            .filter(one -> one.names().contains(name))
            .findFirst()
            .orElseThrow();

    assertThat(settings(Map.of(name, "vault:secret/memwarden#x")).text(setting))
        .contains("vault:secret/memwarden#x");
  }

  private void assertStops(Map<String, String> environment, String why) {
    assertThatThrownBy(() -> Configuration.of(settings(environment), folder))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage("zep.auth-secret (environment: ZEP_AUTH_SECRET) " + why)
        .message()
        .doesNotContain("canary", VaultPeer.TOKEN, AwsPeer.KEY);
  }
}

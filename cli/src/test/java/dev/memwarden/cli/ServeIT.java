package dev.memwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The server as a process of its own, as the launcher starts it.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ServeIT {
  private static final String SEED_KEYS =
      "{\"sk-alice-test-key-12345\": \"alice\", \"sk-bob-test-key-67890\": \"bob\"}";
  private static final Map<String, String> SETTINGS = Map.of("API_KEYS", SEED_KEYS);
  private static final String ALICE = "sk-alice-test-key-12345";

  @TempDir Path folder;

  private ServerProcess memwarden;

  @BeforeEach
  void prepare() {
    memwarden = new ServerProcess(folder);
  }

  @AfterEach
  void stop() {
    memwarden.close();
  }

  @Test
  void the_requests_of_the_seed_get_its_answers() throws IOException, InterruptedException {
    memwarden.serve(SETTINGS);

    String test = "{\"messages\":[{\"role\":\"user\",\"content\":\"Test\"}],\"user_id\":\"%s\"}";
    assertThat(memwarden.post("/memories", "", test.formatted("alice")))
        .isEqualTo("403 {\"detail\":\"Not authenticated\"}");
    assertThat(memwarden.post("/memories", "invalid-key", test.formatted("alice")))
        .isEqualTo("401 {\"detail\":\"Invalid API key\"}");
    assertThat(
            memwarden.post(
                "/memories",
                ALICE,
                "{\"messages\":[{\"role\":\"user\",\"content\":\"My name is Alice\"}],"
                    + "\"user_id\":\"alice\"}"))
        .startsWith("200 {\"added_memories\":[{")
        .endsWith("],\"message\":\"Memories added successfully\"}");
    assertThat(memwarden.post("/memories", ALICE, test.formatted("bob")))
        .isEqualTo(
            "403 {\"detail\":\"Access denied: You can only add memories for yourself"
                + " (authenticated as 'alice')\"}");
    assertThat(
            memwarden.post(
                "/chat",
                ALICE,
                "{\"message\":\"What do you know about me?\",\"user_id\":\"alice\"}"))
        .startsWith("200 {\"response\":\"Based on your memories")
        .contains("\"memories_used\":1");
  }

  @Test
  void health_and_documents_need_no_key() throws IOException, InterruptedException {
    memwarden.serve(SETTINGS);

    assertThat(memwarden.get("/health", "")).startsWith("200 ");
    assertThat(memwarden.get("/openapi.json", ""))
        .startsWith("200 {\"openapi\":\"3.1.1\",")
        .contains("\"/memories/search\"", "\"/admin/v1/keys\"")
        .doesNotContain("/admin/v1/tenants", "/admin/v1/imports");
    assertThat(memwarden.get("/docs", "")).startsWith("200 <!DOCTYPE html>");
  }

  @Test
  void a_key_that_the_command_line_revoked_is_refused_at_once()
      throws IOException, InterruptedException {
    memwarden.serve(SETTINGS);
    String key = memwarden.run(SETTINGS, "key", "add", "--user", "carol").strip();
    assertThat(memwarden.get("/memories/carol", key)).startsWith("200 ");

    memwarden.run(SETTINGS, "key", "revoke", key.substring(4, 20), "--reason", "lost");

    assertThat(memwarden.get("/memories/carol", key))
        .isEqualTo("401 {\"detail\":\"Invalid API key\"}");
  }

  @Test
  void a_user_of_the_configured_map_is_disabled_at_once_and_enabled_again()
      throws IOException, InterruptedException {
    memwarden.serve(SETTINGS);
    assertThat(memwarden.get("/auth/whoami", ALICE)).startsWith("200 ");

    memwarden.run(SETTINGS, "user", "disable", "alice");
    assertThat(memwarden.get("/auth/whoami", ALICE)).startsWith("401 ");

    memwarden.run(SETTINGS, "user", "enable", "alice");
    assertThat(memwarden.get("/auth/whoami", ALICE)).startsWith("200 ");
    assertThat(memwarden.run(SETTINGS, "user", "list")).contains("alice").contains("bob");
  }

  @Test
  void a_server_with_the_settings_of_zep_takes_the_tokens_of_its_secret()
      throws IOException, InterruptedException {
    String made = memwarden.run(Map.of(), "secret", "generate", "-o", "json");
    String secret = made.replaceFirst("(?s).*\"secret\":\"([^\"]+)\".*", "$1");
    String token = made.replaceFirst("(?s).*\"token\":\"([^\"]+)\".*", "$1");
    Map<String, String> zep = Map.of("ZEP_AUTH_REQUIRED", "true", "ZEP_AUTH_SECRET", secret);
    memwarden.serve(zep);
    String alice = memwarden.run(zep, "token", "mint", "--sub", "alice").strip();

    assertThat(memwarden.get("/auth/whoami", token))
        .startsWith("200 ")
        .contains("\"shared_secret_jwt\"");
    assertThat(memwarden.get("/memories/alice", alice)).startsWith("200 ");
    assertThat(memwarden.get("/memories/alice", secret))
        .isEqualTo("401 {\"detail\":\"Invalid API key\"}");
    assertThat(memwarden.data().resolve("first-admin-key")).doesNotExist();
    memwarden.run(zep, "user", "disable", "alice");
    assertThat(memwarden.get("/memories/alice", alice)).startsWith("401 ");
    assertThat(memwarden.log())
        .contains("\"reason\":\"SIGNING_SECRET\"", "\"hint\":")
        .doesNotContain(secret)
        .doesNotContain(token)
        .doesNotContain(alice);
  }

  @Test
  void a_stopped_server_lets_go_of_its_folder_and_says_so()
      throws IOException, InterruptedException {
    memwarden.serve(Map.of());
    Process server = memwarden.server();
    server.toHandle().destroy();

    assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(server.exitValue()).isEqualTo(128 + 15);
    assertThat(folder.resolve("data/control.sock")).doesNotExist();
    assertThat(memwarden.log()).contains("\"stopped\"");
    assertThat(memwarden.run(SETTINGS, "key", "list", "-o", "json")).contains("\"first start\"");
  }

  @Test
  void a_first_start_without_any_credential_leaves_an_admin_key_in_a_file()
      throws IOException, InterruptedException {
    memwarden.serve(Map.of());
    String log = memwarden.log();
    String key = Files.readString(folder.resolve("data/first-admin-key")).strip();

    assertThat(log).contains("first-admin-key").doesNotContain(key);
    assertThat(memwarden.get("/memories/alice", key)).startsWith("200 ");
  }

  @Test
  void without_authentication_every_start_says_so() throws IOException, InterruptedException {
    memwarden.serve(Map.of("DISABLE_AUTH", "true"));

    assertThat(memwarden.log())
        .contains("\"Authentication is DISABLED - suitable for development only\"");
    assertThat(memwarden.get("/memories/alice", "")).startsWith("200 ");
  }
}

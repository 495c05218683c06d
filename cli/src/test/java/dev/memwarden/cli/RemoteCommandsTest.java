package dev.memwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.cli.CommandLineFixture.Result;
import dev.memwarden.server.http.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Commands that ask a server elsewhere say and do what they say and do where its data are.
class RemoteCommandsTest {
  @TempDir Path folder;

  private CommandLineFixture line;
  private RemoteServerFixture server;

  @BeforeEach
  void start() throws IOException {
    line = new CommandLineFixture(folder);
    server = new RemoteServerFixture(folder.resolve("elsewhere"), () -> line.now, true);
    line.environment.put("MEMWARDEN_URL", server.url());
    line.environment.put("MEMWARDEN_KEY", server.root());
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private Result run(String... args) {
    return line.run(args);
  }

  private Result there(String... args) {
    return line.run(
        Stream.concat(Arrays.stream(args), Stream.of("--data", "elsewhere"))
            .toArray(String[]::new));
  }

  @Test
  void a_key_lives_through_commands() {
    Result added = run("key", "add", "--user", "alice", "--name", "laptop", "--expires-in", "30d");
    assertThat(added.err()).contains("of user:alice").doesNotContain("memwarden:");
    assertThat(added.code()).isZero();
    String id = added.out().substring(4, 20);

    Result rotated = run("key", "rotate", id, "--grace", "1h", "-o", "json");
    assertThat(rotated.json().path("key").stringValue()).startsWith("sks-");
    Result revoked = run("key", "revoke", id, "--reason", "lost", "-o", "json");
    assertThat(revoked.json().path("revoked_reason").stringValue()).isEqualTo("lost");
    Result unknown = run("key", "show", "nothing");
    assertThat(unknown.code()).isEqualTo(1);
    assertThat(unknown.err()).isEqualTo("memwarden: there is no such key\n");
    assertThat(unknown.out()).isEmpty();
    assertThat(folder.resolve("memwarden-data")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "key list",
        "key list -o json",
        "key show nothing",
        "token list",
        "token show x",
        "token list --format json",
        "login list",
        "signing-key list",
        "user list",
        "user list -o json",
        "user disable nobody",
        "user enable alice",
        "user enable ingest --kind service",
        "user delete nobody --force",
        "policy show",
        "policy apply team.policy",
        "policy test user:alice memory:read default/bob",
        "policy test user:alice",
        "issuer list",
        "index rebuild",
        "login end nothing",
        "login end --all",
        "token revoke nothing",
        "key revoke nothing",
        "key rotate nothing"
      })
  void a_command_says_the_same_here_and_there(String command) throws IOException {
    assertThat(run("key", "add", "--user", "alice").code()).isZero();
    assertThat(run("key", "add", "--service", "ingest").code()).isZero();
    Files.writeString(folder.resolve("team.policy"), "permit user:alice memory:read default/bob\n");
    String[] args = command.split(" ");

    Result remote = run(args);
    Result local = there(args);

    assertThat(remote.code()).as(remote.err()).isEqualTo(local.code());
    assertThat(remote.err()).isEqualTo(local.err());
    // Versions of a policy count on.
    assertThat(remote.out().replace("Version 1", "Version 2")).isEqualTo(local.out());
  }

  @Test
  void signing_keys_are_rotated_from_afar() {
    assertThat(run("signing-key", "rotate", "--at-once").out()).startsWith("Key ");
    assertThat(run("signing-key", "list").out()).isEqualTo(there("signing-key", "list").out());
  }

  @Test
  void a_token_is_added_and_removed_from_afar() {
    Result added = run("token", "add", "-d", "laptop", "--format", "json");
    String id = added.json().path("id").stringValue();

    assertThat(run("token", "remove", id, "--force").out()).contains("removed successfully");
    assertThat(there("key", "show", id, "-o", "json").json().path("revoked_reason").stringValue())
        .isEqualTo("removed");
    assertThat(run("token", "add", "-d", "own", "--token", "a-text-of-my-own-0123456789").err())
        .contains("taken on the server itself");
  }

  @Test
  void a_key_comes_from_a_file_the_environment_or_the_line() throws IOException {
    String root = line.environment.remove("MEMWARDEN_KEY");
    Files.writeString(folder.resolve("admin.key"), root + "\n");
    Files.writeString(folder.resolve("wrong.key"), "sks-nonsense\n");

    assertThat(run("key", "list").err()).contains("name one with --key-file, or set MEMWARDEN_KEY");
    assertThat(run("key", "list", "--key", root).code()).isZero();
    assertThat(run("key", "list", "--key-file", "admin.key").code()).isZero();
    line.environment.put("MEMWARDEN_KEY_FILE", "admin.key");
    assertThat(run("key", "list").code()).isZero();
    // What is said closest by counts.
    assertThat(run("key", "list", "--key-file", "wrong.key").code()).isEqualTo(1);
    line.environment.put("MEMWARDEN_KEY", "sks-nonsense");
    assertThat(run("key", "list").code()).isEqualTo(1);
    assertThat(run("key", "list", "--key-file", "admin.key").code()).isZero();
    assertThat(run("key", "list", "--key", root, "--key-file", "admin.key").err())
        .contains("two keys");
    assertThat(run("key", "list", "--key-file", "none.key").err()).contains("cannot read");
    assertThat(run("key", "list", "--key", "two words").err()).contains("that is no key");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          http://memory.example.com       | in the clear
          http://127.0.0.1.example.com    | in the clear
          http://[2001:db8::1]:8000       | in the clear
          ftp://localhost                 | starts with https://
          localhost:8000                  | starts with https://
          https://user@memory.example.com | no user, query or fragment
          https://memory.example.com?a=b  | no user, query or fragment
          https://memory.example.com#a    | no user, query or fragment
          https:///path                   | has a host
          https://exa mple                | no URL
          """)
  void an_address_that_a_key_must_not_go_to_is_refused(String url, String why) {
    Result result = run("key", "list", "--url", url);

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains(why);
  }

  @Test
  void nobody_is_asked_where_two_servers_or_tenants_are_named() {
    assertThat(run("key", "list", "--url", server.url(), "--data", "elsewhere").err())
        .contains("two servers");
    assertThat(run("key", "list", "--tenant", "acme").err()).contains("leave --tenant out");
    line.environment.remove("MEMWARDEN_URL");
    assertThat(run("key", "list", "--key", "x").err()).contains("are for --url");
  }

  @Test
  void what_the_server_refuses_is_said_and_fails() {
    line.environment.put("MEMWARDEN_KEY", "sks-nonsense");
    Result unknown = run("key", "list");
    assertThat(unknown.code()).isEqualTo(1);
    assertThat(unknown.err()).isEqualTo("memwarden: A valid API key or token is required.\n");

    line.environment.put("MEMWARDEN_KEY", server.key(Json.object().put("user", "alice")));
    Result user = run("key", "list");
    assertThat(user.code()).isEqualTo(1);
    assertThat(user.err()).contains("keys:manage");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tenant list", "tenant add acme", "import api-keys keys.json"})
  void what_is_done_on_the_server_itself_says_so(String command) throws IOException {
    Files.writeString(folder.resolve("keys.json"), "{\"a text of old\": \"alice\"}");
    Result result = run(command.split(" "));

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("done on the server itself");
    assertThat(folder.resolve("memwarden-data")).doesNotExist();
    assertThat(there(command.split(" ")).code()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"migrate", "backup new", "restore backup", "restore --suspend"})
  void what_moves_all_that_is_kept_here_says_so_and_touches_nothing(String command) {
    Result result = run(command.split(" "));

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("done on the server itself");
    assertThat(folder.resolve("memwarden-data")).doesNotExist();
  }

  @Test
  void tenants_are_made_listed_and_disabled_where_the_data_are() {
    assertThat(there("tenant", "add", "acme").out()).isEqualTo("acme is active\n");
    Result again = there("tenant", "add", "acme");
    assertThat(again.err()).isEqualTo("memwarden: the tenant acme is there already\n");
    assertThat(again.code()).isEqualTo(1);
    assertThat(there("tenant", "disable", "acme").out()).isEqualTo("acme is disabled\n");
    assertThat(there("tenant", "disable", "nothing").err()).contains("there is no tenant nothing");
    assertThat(there("tenant", "list").out().lines())
        .hasSize(3)
        .anyMatch(row -> row.startsWith("acme     disabled  "));
    assertThat(run("policy", "show").err()).contains("done on the server itself");
    assertThat(there("tenant", "enable", "acme").out()).isEqualTo("acme is active\n");
  }

  @Test
  void a_server_that_is_not_administered_from_afar_says_so() throws IOException {
    try (var other = new RemoteServerFixture(folder.resolve("other"), () -> line.now, false)) {
      line.environment.put("MEMWARDEN_KEY", other.root());
      Result result = run("key", "list", "--url", other.url());

      assertThat(result.code()).isEqualTo(1);
      assertThat(result.err()).contains("is not administered over the network");
    }
  }
}

package dev.memwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Parsed;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class MemwardenTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir Path folder;

  private final Map<String, String> environment = new HashMap<>();
  private String input = "";

  private record Result(int code, String out, String err) {
    JsonNode json() {
      assertThat(code).as(err).isZero();
      return ((Parsed.Value) Json.parse(out)).node();
    }
  }

  private Result run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Memwarden.run(
            args,
            new Surroundings(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new BufferedReader(new StringReader(input)),
                false,
                environment,
                folder,
                () -> NOW));
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void add_prints_the_key_alone() {
    Result added = run("key", "add", "--user", "alice");

    assertThat(added.code()).isZero();
    assertThat(added.out()).matches("sks-[0-9A-Za-z]{16}_[0-9A-Za-z]{49}\\R");
    assertThat(added.err()).contains("user:alice").doesNotContain(added.out().strip());
  }

  @Test
  void add_prints_one_key_object_with_everything_that_was_asked_for() {
    JsonNode key =
        run(
                "key",
                "add",
                "--user",
                "alice",
                "--name",
                "laptop",
                "--description",
                "for travel",
                "--actions",
                "memory:read,chat",
                "--agent",
                "planner",
                "--session",
                "s1",
                "--label",
                "work",
                "--network",
                "10.0.0.0/8",
                "--network",
                "::1",
                "--not-before",
                "2026-12-01T00:00:00Z",
                "--expires-in",
                "30d",
                "-o",
                "json")
            .json();

    assertThat(key.path("key").asString()).contains("sks-" + key.path("id").asString() + "_");
    assertThat(key.path("tenant").asString()).isEqualTo("default");
    assertThat(key.path("user").asString()).isEqualTo("alice");
    assertThat(key.path("name").asString()).isEqualTo("laptop");
    assertThat(key.path("description").asString()).isEqualTo("for travel");
    assertThat(key.path("actions").toString()).isEqualTo("[\"memory:read\",\"chat\"]");
    assertThat(key.path("box").path("agent").asString()).isEqualTo("planner");
    assertThat(key.path("box").path("session").asString()).isEqualTo("s1");
    assertThat(key.path("box").path("label").asString()).isEqualTo("work");
    assertThat(key.path("networks")).hasSize(2);
    assertThat(key.path("created_at").asString()).isEqualTo("2026-11-22T12:00:00Z");
    assertThat(key.path("not_before").asString()).isEqualTo("2026-12-01T00:00:00Z");
    assertThat(key.path("expires_at").asString()).isEqualTo("2026-12-22T12:00:00Z");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --user alice      | user    | alice | ["memory:read","memory:write","memory:delete","chat"]
          --service ingest  | service | ingest| ["memory:read","memory:write","memory:delete","chat"]
          --admin           | admin   | admin | ["memory:read","memory:write","memory:delete","chat","keys:manage","users:manage","audit:read"]
          --admin root      | admin   | root  | ["memory:read","memory:write","memory:delete","chat","keys:manage","users:manage","audit:read"]
          """)
  void a_key_is_somebodys(String owner, String kind, String id, String actions) {
    JsonNode key = run(("key add " + owner + " -o json").split(" ")).json();

    assertThat(key.path(kind).asString()).isEqualTo(id);
    assertThat(key.path("actions").toString()).isEqualTo(actions);
  }

  @Test
  void list_is_an_array_without_keys_and_show_is_one_of_it() {
    JsonNode added = run("key", "add", "--user", "alice", "-o", "json").json();
    run("key", "add", "--service", "ingest");

    JsonNode list = run("key", "list", "-o", "json").json();

    assertThat(list.isArray()).isTrue();
    assertThat(list).hasSize(2);
    assertThat(list.get(0).has("key")).isFalse();
    assertThat(run("key", "show", added.path("id").asString(), "-o", "json").json())
        .isEqualTo(list.get(0));
    assertThat(run("key", "list").out()).contains("user:alice").contains("service:ingest");
  }

  @Test
  void a_revoked_key_says_when_and_why() {
    String id = run("key", "add", "--user", "alice", "-o", "json").json().path("id").asString();

    JsonNode key = run("key", "revoke", id, "--reason", "lost", "-o", "json").json();

    assertThat(key.path("revoked_at").asString()).isEqualTo("2026-11-22T12:00:00Z");
    assertThat(key.path("revoked_reason").asString()).isEqualTo("lost");
    assertThat(run("key", "list").out()).contains("revoked");
  }

  @Test
  void a_rotated_key_has_a_successor_and_ends_after_the_grace() {
    String old = run("key", "add", "--user", "alice", "-o", "json").json().path("id").asString();

    JsonNode successor = run("key", "rotate", old, "--grace", "2h", "-o", "json").json();

    assertThat(successor.path("key").asString()).startsWith("sks-");
    JsonNode ended = run("key", "show", old, "-o", "json").json();
    assertThat(ended.path("replaced_by")).isEqualTo(successor.path("id"));
    assertThat(ended.path("expires_at").asString()).isEqualTo("2026-11-22T14:00:00Z");
    assertThat(run("key", "rotate", old).code()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          laptop      |                     | 2026-12-22T12:00:00Z
          laptop      | --expires-in 2h     | 2026-11-22T14:00:00Z
          laptop      | --expires-in never  |
          first start |                     |
          first start | --expires-in 2h     | 2026-11-22T14:00:00Z
          """)
  void a_successor_ends_when_it_should(String name, String option, String end) {
    String old =
        run("key", "add", "--admin", "--name", name, "--expires-in", "30d", "-o", "json")
            .json()
            .path("id")
            .asString();
    String rotate = "key rotate " + old + (option == null ? "" : " " + option) + " -o json";

    JsonNode successor = run(rotate.split(" ")).json();

    assertThat(successor.path("expires_at").asString(null)).isEqualTo(end);
  }

  @Test
  void a_user_who_calls_a_key_first_start_gets_no_more_time_by_it() {
    String old =
        run("key", "add", "--user", "alice", "--name", "first start", "--expires-in", "1d")
            .err()
            .replaceFirst("(?s)Key (\\S+) of.*", "$1");

    assertThat(run("key", "rotate", old, "-o", "json").json().path("expires_at").asString(null))
        .isEqualTo("2026-11-23T12:00:00Z");
  }

  @Test
  void a_deleted_user_gets_no_key_before_it_is_enabled() {
    run("key", "add", "--user", "alice");
    run("user", "delete", "alice", "--force");

    Result refused = run("key", "add", "--user", "alice");

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err())
        .isEqualTo("memwarden: user alice was deleted; enable it first" + System.lineSeparator());
    run("user", "enable", "alice");
    assertThat(run("key", "add", "--user", "alice").code()).isZero();
  }

  @Test
  void a_key_of_a_disabled_user_comes_with_a_warning() {
    run("key", "add", "--user", "alice");
    run("user", "disable", "alice");

    Result added = run("key", "add", "--user", "alice", "-o", "json");

    assertThat(added.err()).startsWith("memwarden: warning: user alice is disabled");
    assertThat(added.json().has("warning")).isFalse();
    assertThat(added.json().path("key").asString()).startsWith("sks-");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "key",
        "key add",
        "key add --user alice --service ingest",
        "key add --user alice --expires-in 0d",
        "key add --user alice --expires-in soon",
        "key add --user alice --what",
        "key show",
        "key rotate a --grace 1w",
        "key rotate a --expires-in sometime",
        "key list -o xml",
        "policy test user:alice",
      })
  void arguments_that_make_no_sense_are_2(String args) {
    Result result = run(args.isEmpty() ? new String[0] : args.split(" "));

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("Usage:");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          key show unknown                               | there is no such key
          key revoke unknown                             | there is no such key
          key rotate unknown                             | there is no such key
          key add --user alice --actions memory:fly      | actions should list actions such as
          key add --user alice --network everywhere      | networks should be a network such as
          key add --user alice --not-before soon         | not_before should be a time such as
          user disable nobody                            | there is no user:nobody
          policy apply missing                           | cannot read
          policy test alice memory:read                  | must be user:ID
          policy test user:alice memory:fly              | must be one action
          """)
  void what_cannot_be_done_is_1_and_says_why(String args, String why) {
    run("key", "add", "--user", "alice");

    Result result = run(args.split(" "));

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("memwarden: ").contains(why).doesNotContain("\tat ");
  }

  @Test
  void looking_into_a_folder_that_is_not_there_does_not_make_it() {
    Result result = run("key", "list", "--data", "nowhere");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("there is no data folder");
    assertThat(folder.resolve("nowhere")).doesNotExist();
  }

  @Test
  void a_disabled_user_is_enabled_again() {
    run("key", "add", "--user", "alice");

    assertThat(run("user", "disable", "alice").out()).isEqualTo("user:alice is disabled\n");
    assertThat(run("user", "list").out()).contains("disabled");
    assertThat(run("user", "enable", "alice", "-o", "json").json().path("status").asString())
        .isEqualTo("active");
  }

  @Test
  void deleting_asks_first() {
    String id = run("key", "add", "--user", "alice", "-o", "json").json().path("id").asString();

    Result refused = run("user", "delete", "alice");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(run("user", "list").out()).contains("active");

    input = "alice\n";
    assertThat(run("user", "delete", "alice").out()).isEqualTo("user:alice is deleted\n");
    assertThat(run("key", "show", id, "-o", "json").json().path("revoked_at").isNull()).isFalse();
  }

  @Test
  void force_does_not_ask() {
    run("key", "add", "--user", "alice");

    assertThat(run("user", "delete", "alice", "--force").code()).isZero();
  }

  @Test
  void tenants_do_not_see_each_other() {
    String id =
        run("key", "add", "--user", "alice", "--tenant", "acme", "-o", "json")
            .json()
            .path("id")
            .asString();

    assertThat(run("key", "list", "-o", "json").json()).isEmpty();
    assertThat(run("key", "revoke", id).code()).isEqualTo(1);
    assertThat(run("key", "list", "--tenant", "acme", "-o", "json").json()).hasSize(1);
  }

  @Test
  void a_policy_is_tested_applied_and_shown() throws IOException {
    Files.writeString(folder.resolve("share"), "permit user:bob memory:read default/alice\n");
    String[] question = {"policy", "test", "user:bob", "memory:read", "default/alice"};
    run("key", "add", "--user", "bob");

    assertThat(run(question).out()).startsWith("deny");
    assertThat(
            run("policy", "test", "user:bob", "memory:read", "default/alice", "--file", "share")
                .out())
        .startsWith("allow");
    assertThat(run("policy", "apply", "share").out()).isEqualTo("Version 1 is in force.\n");
    assertThat(run(question).out()).startsWith("allow");
    assertThat(run("policy", "show").out())
        .isEqualTo("permit user:bob memory:read default/alice\n");
  }

  @Test
  void a_policy_with_a_mistake_changes_nothing() throws IOException {
    Files.writeString(folder.resolve("wrong"), "permit user:bob memory:fly default/alice\n");

    Result result = run("policy", "apply", "wrong");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("line 1");
    assertThat(run("policy", "show", "-o", "json").json().path("version").asInt()).isZero();
  }

  @Test
  void a_policy_that_forbids_everything_can_be_taken_back() throws IOException {
    Files.writeString(folder.resolve("none"), "forbid * * *\n");
    Files.writeString(folder.resolve("default"), "# nothing\n");
    run("policy", "apply", "none");

    assertThat(run("policy", "apply", "default").code()).isZero();
  }

  @Test
  void config_check_shows_where_each_value_is_from_and_no_secret() throws IOException {
    environment.put("PORT", "9000");
    environment.put("API_KEYS", "{\"sesame\": \"alice\"}");
    Files.writeString(folder.resolve("memwarden.yaml"), "log: {level: debug}");

    Result result = run("config", "check");

    assertThat(result.code()).isZero();
    assertThat(result.out())
        .containsPattern("http.port +9000 +environment: PORT")
        .containsPattern("http.host +127.0.0.1 +default")
        .containsPattern("log.level +debug +memwarden.yaml: log.level")
        .containsPattern("auth.api-keys +\\*{8} +environment: API_KEYS")
        .doesNotContain("sesame");
    assertThat(result.err()).contains("authentication is ON, 1 keys").doesNotContain("sesame");
  }

  @Test
  void config_check_refuses_what_the_server_would_refuse() {
    environment.put("AUTH_MODE", "oauth2");

    Result result = run("config", "check");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .isEqualToIgnoringNewLines(
            "memwarden: OAuth2 issuer URL not configured: AUTH_MODE=oauth2 needs OAUTH2_ISSUER_URL,"
                + " or issuers in memwarden.yaml");
  }

  @Test
  void a_configured_key_is_listed_and_revoked_like_others() {
    environment.put("API_KEYS", "{\"sesame\": \"alice\"}");
    run("key", "add", "--user", "bob");
    JsonNode configured = run("key", "list", "-o", "json").json().get(1);

    assertThat(configured.path("user").asString()).isEqualTo("alice");
    assertThat(run("key", "revoke", configured.path("id").asString()).code()).isZero();
    assertThat(run("key", "list", "-o", "json").json().get(1).path("revoked_at").isNull())
        .isFalse();
  }

  @Test
  void the_index_is_rebuilt() {
    run("key", "add", "--user", "alice");

    assertThat(run("index", "rebuild").out()).isEqualTo("Indexed 0 memories.\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "serve",
        "key",
        "key add",
        "key list",
        "key show",
        "key revoke",
        "key rotate",
        "user",
        "user list",
        "user disable",
        "user enable",
        "user delete",
        "tenant",
        "tenant add",
        "tenant list",
        "tenant disable",
        "tenant enable",
        "issuer",
        "issuer list",
        "policy",
        "policy show",
        "policy test",
        "policy apply",
        "token",
        "token mint",
        "token revoke",
        "secret",
        "secret generate",
        "config",
        "config check",
        "index",
        "index rebuild",
      })
  void every_command_explains_itself(String command) {
    Result result = run((command + " --help").strip().split(" "));

    assertThat(result.code()).isZero();
    assertThat(result.out()).startsWith("Usage: memwarden").contains("--help");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void the_version_is_the_builds() {
    assertThat(run("--version").out()).matches("memwarden [0-9]+\\.[0-9]+\\.[0-9]+\\R");
  }
}

package dev.memwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// `token add|list|show|remove`, as Redis AMS's own command line has them.
class RedisTokenCommandsTest {
  @TempDir Path folder;

  private CommandLineFixture line;

  @BeforeEach
  void prepare() {
    line = new CommandLineFixture(folder);
  }

  private CommandLineFixture.Result run(String... args) {
    return line.run(args);
  }

  private JsonNode add(String description) {
    return run("token", "add", "-d", description, "--format", "json").json();
  }

  @Test
  void add_says_what_the_original_says() {
    CommandLineFixture.Result added =
        run("token", "add", "--description", "My API token", "--expires-days", "30");

    assertThat(added.code()).as(added.err()).isZero();
    assertThat(added.err()).isEmpty();
    assertThat(added.out())
        .matches(
            """
            Token created successfully!
            Token: sks-[0-9A-Za-z]{16}_[0-9A-Za-z]{49}
            Description: My API token
            Expires: 2026-12-24T12:00:00\\.250000\\+00:00

            WARNING: Save this token securely\\. It will not be shown again\\.
            """);
    assertThat(run("token", "add", "-d", "x").out()).contains("\nExpires: Never\n");
  }

  @Test
  void add_prints_the_document_of_the_original_with_an_id() {
    JsonNode token = run("token", "add", "-d", "CI", "-e", "1", "--format", "json").json();

    assertThat(token.propertyNames())
        .containsExactly("token", "description", "created_at", "expires_at", "hash", "id");
    assertThat(token.path("description").asString()).isEqualTo("CI");
    assertThat(token.path("created_at").asString()).isEqualTo("2026-11-24T12:00:00.250000+00:00");
    assertThat(token.path("expires_at").asString()).isEqualTo("2026-11-25T12:00:00.250000+00:00");
    assertThat(token.path("id").asString())
        .isEqualTo(token.path("token").asString().substring(4, 20));
    assertThat(run("token", "add", "-d", "CI", "-o", "json").json().path("expires_at").isNull())
        .isTrue();
  }

  @Test
  void whole_seconds_have_no_fraction() {
    line.now = line.now.minusMillis(250);

    assertThat(add("x").path("created_at").asString()).isEqualTo("2026-11-24T12:00:00+00:00");
  }

  @Test
  void in_token_mode_the_hash_is_bcrypt() {
    assertThat(add("quick").path("hash").asString()).startsWith("sha256$$");
    line.environment.put("AUTH_MODE", "token");

    assertThat(add("slow").path("hash").asString()).matches("\\$2b\\$12\\$[./A-Za-z0-9]{53}");
    assertThat(run("token", "list").out()).contains("Token: $2b$12$").contains("Token: sha256$$");
  }

  @Test
  void a_token_is_the_default_services_unless_it_says_whose() {
    add("anybody's");
    run("token", "add", "-d", "alice's", "--user", "alice");
    run("token", "add", "-d", "ingest's", "--service", "ingest");

    String keys = run("key", "list").out();

    assertThat(keys).contains("service:default").contains("user:alice").contains("service:ingest");
    assertThat(keys).contains("memory:read,memory:write,memory:delete,chat");
    assertThat(run("token", "add", "-d", "x", "--user", "a", "--service", "b").code()).isEqualTo(2);
  }

  @Test
  void a_token_of_somebody_disabled_comes_with_a_warning() {
    run("token", "add", "-d", "x", "--user", "alice");
    run("user", "disable", "alice");

    CommandLineFixture.Result added =
        run("token", "add", "-d", "x", "--user", "alice", "--format", "json");

    assertThat(added.code()).isZero();
    assertThat(added.json().propertyNames())
        .containsExactly("token", "description", "created_at", "expires_at", "hash", "id");
    assertThat(added.err())
        .isEqualToIgnoringNewLines(
            "memwarden: warning: user:alice is disabled: the token does not work until it is"
                + " enabled");
    run("user", "delete", "alice", "--force");
    assertThat(run("token", "add", "-d", "x", "--user", "alice").err())
        .contains("user:alice was deleted; enable it first");
  }

  @Test
  void a_token_of_somebodys_own_making_is_taken_as_it_stands() {
    JsonNode token =
        run("token", "add", "-d", "CI", "--token", "kJ8v-our-own-secret-0123456789", "-o", "json")
            .json();

    assertThat(token.path("token").asString()).isEqualTo("kJ8v-our-own-secret-0123456789");
    CommandLineFixture.Result again =
        run("token", "add", "-d", "CI", "--token", "kJ8v-our-own-secret-0123456789");
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).isEqualToIgnoringNewLines("memwarden: the text is a key already");
    assertThat(run("token", "add", "-d", "x", "--token", "short").err())
        .contains("warning: a token of fewer than 20 characters is guessed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sks-abc_def                                  | has the form of the keys that are issued here
          eyJhbGciOiJIUzI1NiJ9.e30.c2ln                | has the form of a token that is signed
          '  '                                         | is no text that a client could send
          tab\tinside                                  | is no text that a client could send
          sk-alice-test-key-12345                      | is one of API_KEYS
          """)
  void a_text_that_means_something_else_is_no_token(String text, String why) {
    line.environment.put("API_KEYS", "{\"sk-alice-test-key-12345\": \"alice\"}");

    CommandLineFixture.Result refused = run("token", "add", "-d", "x", "--token", text);

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains(why).doesNotContain(text);
  }

  @Test
  void bcrypt_takes_no_token_that_it_would_cut_off() {
    line.environment.put("TOKEN_AUTH_ENABLED", "true");

    assertThat(run("token", "add", "-d", "x", "--token", "x".repeat(72)).code()).isZero();
    assertThat(run("token", "add", "-d", "x", "--token", "y".repeat(73)).err())
        .contains("has more than 72 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1.5", "x", "", "36501"})
  void a_token_lives_for_a_day_at_least(String days) {
    CommandLineFixture.Result refused = run("token", "add", "-d", "x", "-e", days);

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.out()).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void a_description_is_demanded() {
    assertThat(run("token", "add").code()).isEqualTo(2);
  }

  @Test
  void list_says_what_the_original_says() {
    add("first");
    assertThat(run("token", "list").out())
        .matches(
            """
            Authentication Tokens:
            ={50}
            Token: sha256\\$\\$\\.\\.\\.[0-9a-f]{8}
            ID: [0-9A-Za-z]{16}
            Description: first
            Created: 2026-11-24T12:00:00\\.250000\\+00:00
            Expires: Never
            -{30}
            """);
  }

  @Test
  void without_tokens_list_says_so() {
    run("user", "list");
    JsonNode only = add("x");
    run("token", "remove", only.path("id").asString(), "--force");

    assertThat(run("token", "list").out()).isEqualToIgnoringNewLines("No tokens found.");
    assertThat(run("token", "list", "--format", "json").out()).isEqualToIgnoringNewLines("[]");
  }

  @Test
  void states_are_those_of_the_original() {
    add("lasting");
    run("token", "add", "-d", "ending", "-e", "1");
    assertThat(statuses("list")).containsExactly("Never Expires", "Active");
    line.now = line.now.plus(Duration.ofDays(1));

    assertThat(statuses("list")).containsExactly("Never Expires", "EXPIRED");
    for (JsonNode token : run("token", "list", "--format", "json").json()) {
      JsonNode shown = run("token", "show", token.path("id").asString(), "--format", "json").json();
      assertThat(shown.path("status").asString())
          .isEqualTo(token.path("expires_at").isNull() ? "Active" : "EXPIRED");
      assertThat(shown.propertyNames())
          .containsExactly("hash", "description", "created_at", "expires_at", "status", "id");
    }
  }

  private java.util.List<String> statuses(String command) {
    java.util.List<String> statuses = new java.util.ArrayList<>();
    run("token", command, "--format", "json")
        .json()
        .forEach(token -> statuses.add(token.path("status").asString()));
    return statuses;
  }

  @Test
  void show_says_what_the_original_says() {
    JsonNode token = add("mine");

    for (String name :
        new String[] {
          token.path("id").asString(),
          token.path("id").asString().substring(0, 8),
          token.path("hash").asString(),
          token.path("hash").asString().substring(0, 15)
        }) {
      assertThat(run("token", "show", name).out())
          .isEqualTo(
              """
              Token Details:
              ==============================
              ID: %s
              Hash: %s
              Description: mine
              Created: 2026-11-24T12:00:00.250000+00:00
              Expires: Never
              Status: Active
              """
                  .formatted(token.path("id").asString(), token.path("hash").asString()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"show", "remove"})
  void a_name_that_fits_none_or_several_is_a_failure(String command) {
    add("one");
    add("two");

    CommandLineFixture.Result none = run("token", command, "nope");
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.err()).isEqualToIgnoringNewLines("No token found matching 'nope'");
    assertThat(run("token", command, "0123456789abcdef").err())
        .isEqualToIgnoringNewLines("Token not found: 0123456789abcdef");
    assertThat(run("token", command, "").code()).isEqualTo(1);
    CommandLineFixture.Result several = run("token", command, "sha256$$");
    assertThat(several.code()).isEqualTo(1);
    assertThat(several.err())
        .startsWith("Multiple tokens match 'sha256$$':")
        .containsPattern("\n  sha256\\$\\$\\.\\.\\.[0-9a-f]{8}  [0-9A-Za-z]{16}\n");
    JsonNode json = run("token", command, "sha256$$", "--format", "json").json();
    assertThat(json.path("error").asString()).isEqualTo("Multiple tokens match 'sha256$$'");
    assertThat(json.path("matches")).hasSize(2);
    assertThat(run("token", command, "nope", "--format", "json").json().toString())
        .isEqualTo("{\"error\":\"No token found matching 'nope'\"}");
    assertThat(run("token", "list", "-o", "json").json()).hasSize(2);
  }

  /// An id that happens to look like the beginning of a hash is an id.
  @Test
  void ids_are_looked_at_before_hashes() {
    JsonNode one = add("one");
    add("two");

    assertThat(run("token", "show", one.path("id").asString().substring(0, 6)).out())
        .contains("Description: one");
  }

  @ParameterizedTest
  @CsvSource({"'', 1", "n, 1", "no, 1", "x, 1", "y, 0", "Y, 0", "yes, 0", "' y ', 0"})
  void remove_asks_first(String answer, int code) {
    JsonNode token = add("mine");
    line.input = answer.isEmpty() ? "" : answer + "\n";

    CommandLineFixture.Result result = run("token", "remove", token.path("id").asString());

    assertThat(result.code()).isEqualTo(code);
    assertThat(result.out())
        .startsWith(
            """
            Token to remove:
              Description: mine
              Created: 2026-11-24T12:00:00.250000+00:00
            """);
    assertThat(result.err()).startsWith("Are you sure you want to remove this token? [y/N]: ");
    if (code == 0) {
      assertThat(result.out()).endsWith("Token removed successfully.\n");
    } else {
      assertThat(result.err()).endsWith("Token removal cancelled.\n");
    }
    assertThat(run("token", "list", "-o", "json").json()).hasSize(code);
  }

  @Test
  void a_removed_token_is_revoked() {
    JsonNode token = add("mine");

    CommandLineFixture.Result removed =
        run("token", "remove", token.path("id").asString(), "-f", "-o", "json");

    assertThat(removed.code()).isZero();
    assertThat(removed.json().path("status").asString()).isEqualTo("REMOVED");
    assertThat(run("key", "show", token.path("id").asString()).out())
        .containsPattern("state +revoked")
        .containsPattern("revoked reason +removed");
    assertThat(run("token", "remove", token.path("id").asString(), "-f").code()).isEqualTo(1);
  }

  @Test
  void keys_of_the_configuration_are_no_tokens() {
    line.environment.put("API_KEYS", "{\"sk-alice-test-key-12345\": \"alice\"}");
    run("key", "add", "--user", "bob", "--name", "laptop");

    JsonNode tokens = run("token", "list", "-o", "json").json();

    assertThat(tokens).hasSize(1);
    assertThat(tokens.path(0).path("description").asString()).isEqualTo("laptop");
  }

  @Test
  void without_a_data_folder_there_is_nothing_to_show() {
    assertThat(run("token", "list").code()).isEqualTo(1);
    assertThat(folder).isEmptyDirectory();
  }
}

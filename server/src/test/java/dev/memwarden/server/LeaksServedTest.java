package dev.memwarden.server;

import static dev.memwarden.server.LeaksStand.TYPE;
import static dev.memwarden.server.LeaksStand.URL;
import static dev.memwarden.server.LeaksStand.id;
import static dev.memwarden.server.LeaksStand.json;
import static dev.memwarden.server.LeaksStand.labels;
import static dev.memwarden.server.LeaksStand.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.http.Json;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// What a report of leaked keys does, in the form of GitHub's secret scanning partner programme.
class LeaksServedTest {
  private static final String CONFIGURED = "sk-alice-test-key-12345";

  @TempDir Path folder;

  private LeaksStand stand;

  @BeforeEach
  void open() {
    stand = new LeaksStand(folder, Map.of("API_KEYS", "{\"" + CONFIGURED + "\": \"alice\"}"));
  }

  @AfterEach
  void close() {
    stand.close();
  }

  @Test
  void a_key_that_was_found_ends_at_once_and_its_owner_is_told_where() {
    String key = stand.key("alice");
    String other = stand.key("alice");
    assertThat(stand.works(key)).isTrue();

    String reply = stand.signed(report(key));

    assertThat(json(reply.substring(4)).path(0).propertyNames())
        .containsExactly("token_hash", "token_type", "label");
    assertThat(labels(reply)).isEqualTo("+");
    assertThat(reply).contains("\"token_type\":\"" + TYPE + "\"");
    assertThat(stand.works(key)).isFalse();
    assertThat(stand.works(other)).isTrue();
    assertThat(stand.revocation("default", key))
        .isEqualTo("2026-11-22T12:00:00Z reported as leaked: " + URL);
    assertThat(stand.revocations("default"))
        .containsExactly(
            "admin:leak-report leak_report 6e1f default/key:" + id(key) + " POST /auth/leaked");
  }

  @Test
  void the_example_of_the_documentation_is_answered_as_there() {
    assertThat(stand.signed("[{\"token\":\"some_token\",\"type\":\"some_type\",\"url\":\"\"}]"))
        .isEqualTo(
            "200 [{\"token_hash\":\"mkVSChIT8VAW0tdotfs9kESSpE7idLRNTeiAPgD7U2o=\","
                + "\"token_type\":\"some_type\",\"label\":\"false_positive\"}]");
    assertThat(stand.signed("[]")).isEqualTo("200 []");
  }

  @Test
  void without_the_setting_there_is_no_such_path() {
    stand.reopenWithoutHost();
    String key = stand.key("alice");

    assertThat(stand.signed(report(key))).isEqualTo(stand.send("")).startsWith("404 ");
    assertThat(stand.works(key)).isTrue();
    assertThat(stand.host.asked()).isEmpty();
  }

  @Test
  void a_key_that_ended_otherwise_stays_as_it_is() {
    String key = stand.key("alice");
    assertThat(
            stand
                .server()
                .administer("/admin/v1/keys/" + id(key) + "/revoke", Json.object())
                .isSuccess())
        .isTrue();
    String before = stand.revocation("default", key);

    assertThat(labels(stand.signed(report(key)))).isEqualTo("+");
    assertThat(stand.revocation("default", key)).isEqualTo(before);
    assertThat(stand.revocations("default")).hasSize(1);
  }

  @Test
  void keys_end_in_whichever_tenant_they_are_and_each_tenant_reads_of_its_own() {
    String ours = stand.key("default", "alice");
    String theirs = stand.key("acme", "alice");

    assertThat(labels(stand.signed(report(theirs, ours, theirs)))).isEqualTo("+++");

    assertThat(stand.works(ours)).isFalse();
    assertThat(stand.works(theirs)).isFalse();
    assertThat(stand.revocation("acme", theirs)).endsWith(URL);
    assertThat(stand.revocation("default", theirs)).isBlank();
    assertThat(stand.revocations("default")).hasSize(1).allMatch(line -> line.contains(id(ours)));
    assertThat(stand.revocations("acme")).hasSize(1).allMatch(line -> line.contains(id(theirs)));
  }

  @Test
  void what_came_from_the_key_ends_with_it_and_so_do_keys_of_the_configuration() {
    String key = stand.key("alice");
    Handshakes.Tokens tokens = Handshakes.open(stand.server(), key);
    assertThat(stand.works(tokens.access())).isTrue();

    assertThat(labels(stand.signed(report(key, CONFIGURED)))).isEqualTo("++");
    assertThat(stand.works(tokens.access())).isFalse();
    assertThat(stand.works(CONFIGURED)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          no JSON                    | ["body","0"] json_invalid is no JSON
          {"token":"x"}              | ["body"] list_type must be a list
          [7]                        | ["body","0"] object_type must be an object
          [{"type":"x"}]             | ["body","0","token"] missing is missing
          [{"token":7}]              | ["body","0","token"] string_type must be text, and not empty
          [{"token":"x","url":[]}]   | ["body","0","url"] string_type must be text
          """)
  void what_makes_no_sense_is_told_what_is_wrong(String body, String problem) {
    String reply = stand.signed(body);
    assertThat(reply).startsWith("422 {\"type\":\"urn:memwarden:problem:malformed\"");
    JsonNode error = json(reply.substring(4)).path("errors").path(0);
    assertThat(
            Json.text(error.path("location"))
                + " "
                + error.path("type").asString()
                + " "
                + error.path("message").asString())
        .isEqualTo(problem);
  }

  @Test
  void a_report_with_one_mistake_ends_nothing() {
    String key = stand.key("alice");
    ArrayNode report = report(key);
    report.add(7);

    assertThat(stand.signed(report)).startsWith("422 ");
    assertThat(stand.works(key)).isTrue();
  }
}

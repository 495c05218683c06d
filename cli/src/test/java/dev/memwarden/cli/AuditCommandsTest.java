package dev.memwarden.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.cli.CommandLineFixture.Result;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Parsed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class AuditCommandsTest {
  @TempDir Path folder;

  private CommandLineFixture line;
  private String key;

  @BeforeEach
  void two_keys_of_which_one_was_revoked() {
    line = new CommandLineFixture(folder);
    String _ = run("key", "add", "--user", "alice").out();
    line.now = line.now.plusSeconds(60);
    key = run("key", "add", "--user", "bob").out().strip();
    line.now = line.now.plusSeconds(60);
    assertThat(run("key", "revoke", key.substring(4, 20)).code()).isZero();
  }

  private Result run(String... args) {
    return line.run(args);
  }

  private static JsonNode json(String text) {
    return ((Parsed.Value) Json.parse(text)).node();
  }

  @Test
  void tail_shows_the_newest_entries_last() {
    Result tail = run("audit", "tail", "-n", "2");

    assertThat(tail.code()).isZero();
    assertThat(tail.out().lines()).hasSize(3);
    assertThat(tail.out())
        .containsPattern("AT +KIND +WHO +THROUGH +ACTION +ON +OUTCOME +FROM +REQUEST")
        .containsPattern(
            "2026-11-24T12:01:00.250Z +change +admin:local +local +key_added +default/key:"
                + key.substring(4, 20)
                + " +allowed +local +local")
        .containsPattern("2026-11-24T12:02:00.250Z +change .* key_revoked ");
    assertThat(tail.out()).doesNotContain("principal_added");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          ARGUMENTS                                        | ACTIONS
          --user alice                                     | principal_added
          --action key_revoked                             | key_revoked
          --principal admin:local --action key_added       | key_added,key_added
          --credential local --kind access                 | ''
          --outcome denied                                 | ''
          --address local --limit 1                        | key_revoked
          --request local --reason OTHER                   | ''
          --since 2026-11-24T12:02:00Z                     | key_revoked
          --since 30s                                      | key_revoked
          --since 99999d --action key_revoked              | key_revoked
          --until 2026-11-24T12:00:30Z                     | principal_added,key_added
          --since 90s --until 10s --action key_added       | key_added
          """)
  void search_finds_what_fits_all_that_is_given(String arguments, String actions) {
    String[] args = ("audit search " + arguments + " -o json").split(" ");

    Result found = run(args);

    assertThat(found.code()).as(found.err()).isZero();
    assertThat(found.json().valueStream().map(entry -> entry.path("action").asString()))
        .containsExactlyElementsOf(actions.isEmpty() ? List.of() : List.of(actions.split(",")));
  }

  @Test
  void a_search_that_makes_no_sense_fails() {
    Result found = run("audit", "search", "--since", "yesterday");

    assertThat(found.code()).isOne();
    assertThat(found.out()).isEmpty();
    assertThat(found.err()).contains("since must be a time such as 2030-01-31T12:00:00Z");
  }

  @Test
  void another_tenant_has_a_log_of_its_own() {
    assertThat(run("audit", "tail", "--tenant", "acme", "-o", "json").json()).isEmpty();
  }

  @Test
  void export_prints_entries_and_a_checkpoint() {
    List<String> lines = run("audit", "export").out().lines().toList();

    assertThat(lines).hasSize(6);
    assertThat(lines.stream().limit(5).map(one -> json(one).path("action").asString()))
        .containsExactly(
            "principal_added", "key_added", "principal_added", "key_added", "key_revoked");
    JsonNode head = json(lines.getLast()).path("checkpoint").path("heads").get(0);
    assertThat(head.path("seq").asLong()).isEqualTo(5);
    assertThat(head.path("tag")).isEqualTo(json(lines.get(4)).path("tag"));
  }

  @Test
  void verify_finds_the_log_intact_also_against_an_export() throws IOException {
    Files.writeString(folder.resolve("export"), run("audit", "export").out());
    Files.writeString(folder.resolve("verified"), run("audit", "verify", "-o", "json").out());
    assertThat(run("key", "add", "--user", "carol").code()).isZero();

    Result plain = run("audit", "verify");
    assertThat(plain.code()).isZero();
    assertThat(plain.out())
        .isEqualTo("The audit log is intact: 7 entries." + System.lineSeparator());
    assertThat(run("audit", "verify", "--against", "export").code()).isZero();
    assertThat(run("audit", "verify", "--against", "verified").code()).isZero();
  }

  @Test
  void verify_says_where_the_log_was_changed() throws SQLException {
    change("UPDATE audit SET principal = 'admin:mallory' WHERE seq = 4");

    Result broken = run("audit", "verify");

    assertThat(broken.code()).isOne();
    assertThat(broken.out()).isEmpty();
    assertThat(broken.err())
        .containsPattern(
            "memwarden: the audit log is not what was written: entry 4 of \\w{8}:"
                + " the entry is not what was written");
    JsonNode json = run("audit", "verify", "-o", "json").json();
    assertThat(json.path("intact").asBoolean()).isFalse();
    assertThat(json.path("seq").asLong()).isEqualTo(4);
  }

  @Test
  void verify_says_against_an_export_what_was_taken_from_the_end()
      throws IOException, SQLException {
    Files.writeString(folder.resolve("export"), run("audit", "export").out());
    change("DELETE FROM audit WHERE seq = 5");

    assertThat(run("audit", "verify").code()).isZero();
    Result broken = run("audit", "verify", "--against", "export");

    assertThat(broken.code()).isOne();
    assertThat(broken.err()).contains("entry 5 of").contains("is missing");
  }

  @Test
  void verify_says_what_is_no_export() throws IOException {
    Files.writeString(folder.resolve("other"), "{\"a\":1}\n\"checkpoint\"\n");

    assertThat(run("audit", "verify", "--against", "other").err())
        .contains("there is no checkpoint in");
    assertThat(run("audit", "verify", "--against", "nothing").err()).contains("cannot read");
  }

  private void change(String sql) throws SQLException {
    Path file = folder.resolve("memwarden-data").resolve("memwarden.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isOne();
    }
  }

  @Test
  void tail_follows_what_is_written() throws IOException, InterruptedException {
    PipedInputStream read = new PipedInputStream(1 << 16);
    PrintStream out = new PrintStream(new PipedOutputStream(read), true, UTF_8);
    Surroundings surroundings =
        new Surroundings(
            out,
            new PrintStream(new PipedOutputStream(), true, UTF_8),
            new BufferedReader(new StringReader("")),
            false,
            Map.of(),
            folder,
            () -> line.now);
    String[] follow = {"audit", "tail", "-n", "1", "--follow", "-o", "json"};
    Thread tail = Thread.ofPlatform().start(() -> Memwarden.run(follow, surroundings));
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(read, UTF_8))) {
      assertThat(json(lines.readLine()).path("action").asString()).isEqualTo("key_revoked");
      assertThat(run("user", "disable", "bob").code()).isZero();
      assertThat(json(lines.readLine()).path("action").asString()).isEqualTo("principal_disabled");
    } finally {
      tail.interrupt();
      tail.join();
    }
  }
}

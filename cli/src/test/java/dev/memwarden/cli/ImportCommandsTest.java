package dev.memwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// `import …`: what is read, and what is reported. That the keys work is shown where they are
/// judged.
class ImportCommandsTest {
  private static final String BCRYPT =
      "$2b$04$abcdefghijklmnopqrstuuXW5JZg9aMqUYNJxQVUKvcx/Agx.PPZe";
  private static final String DJANGO =
      "pbkdf2_sha256$1000$saltsalt$qQDPSZa3Ormyy9oK1Pu0ZLLwP2Svzmx3yu8OvDdq/J0=";
  private static final String PASSLIB =
      "$pbkdf2-sha256$29000$yMnKy8zNzs/Q0dLT1NXW1w$2sQRidcQyrZgIBkFv9HNrbH9hzwoYs5aUf04n8wepu0";
  private static final String SHA_256 =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  private static final String DRAFT_HASH =
      "$2b$12$ZL85RPO49B4JVHqsFgsgKexfysUAnNQQr7ZoN8KzPli6pq5nMs6s6";

  @TempDir Path folder;

  private CommandLineFixture line;

  @BeforeEach
  void prepare() {
    line = new CommandLineFixture(folder);
  }

  private CommandLineFixture.Result run(String... args) {
    return line.run(args);
  }

  private String file(String text) throws IOException {
    Files.writeString(folder.resolve("source"), text);
    return "source";
  }

  private static String counts(JsonNode report) {
    return "added %s, to be recognised %s, known %s, expired %s, refused %s"
        .formatted(
            report.path("added"),
            report.path("to_be_recognised"),
            report.path("known"),
            report.path("expired"),
            report.path("refused").size());
  }

  @Test
  void a_map_of_keys_is_taken_over() throws IOException {
    String map =
        file("{\"sk-alice-test-key-12345\": \"alice\", \"any text\": \"bob\", \"more\": \"bob\"}");

    CommandLineFixture.Result imported = run("import", "api-keys", map, "--sunset", "2030-01-31");

    assertThat(imported.code()).as(imported.err()).isZero();
    assertThat(imported.out())
        .isEqualTo(
            """
            Imported:
              added             3, until 2030-01-31T00:00:00Z at the latest
              to be recognised  0 of them, when their text is first seen
              known before      0
              expired           0
              refused           0
            """);
    JsonNode keys = run("key", "list", "-o", "json").json();
    assertThat(keys).hasSize(3);
    assertThat(keys.path(0).path("user").asString()).isEqualTo("alice");
    assertThat(keys.path(0).path("expires_at").asString()).isEqualTo("2030-01-31T00:00:00Z");
    assertThat(keys.path(0).path("actions").toString())
        .isEqualTo("[\"memory:read\",\"memory:write\",\"memory:delete\",\"chat\"]");
    assertThat(run("import", "api-keys", map).out()).contains("known before      3");
  }

  @Test
  void a_dry_run_changes_nothing() throws IOException {
    String map = file("{\"sk-alice-test-key-12345\": \"alice\"}");

    assertThat(run("import", "api-keys", map, "--dry-run").err()).contains("no data folder");
    assertThat(folder.resolve("memwarden-data")).doesNotExist();
    run("key", "add", "--user", "bob");

    CommandLineFixture.Result dry = run("import", "api-keys", map, "--dry-run");

    assertThat(dry.out())
        .startsWith("Nothing was changed. An import would find:\n  added             1\n");
    assertThat(run("key", "list", "-o", "json").json()).hasSize(1);
    JsonNode report = run("import", "api-keys", map, "--dry-run", "-o", "json").json();
    assertThat(report.propertyNames())
        .containsExactly(
            "source",
            "dry_run",
            "sunset",
            "added",
            "to_be_recognised",
            "known",
            "expired",
            "refused");
    assertThat(report.path("source").asString()).isEqualTo("api-keys");
    assertThat(report.path("dry_run").asBoolean()).isTrue();
  }

  @Test
  void what_is_refused_is_reported_and_fails_the_command() throws IOException {
    String own = run("key", "add", "--user", "bob").out().strip();
    String map =
        file("{\"good\": \"alice\", \"" + own + "\": \"bob\", \"eyJh.e30.c2ln\": \"eve\"}");

    CommandLineFixture.Result imported = run("import", "api-keys", map);

    assertThat(imported.code()).isEqualTo(1);
    assertThat(imported.out())
        .contains("added             1\n")
        .contains("refused           2\n")
        .contains("    entry 2 (bob): has the form of the keys that are issued here (sks-…_…)\n")
        .contains("    entry 3 (eve): has the form of a token that is signed, or signs them\n")
        .doesNotContain(own);
  }

  @Test
  void the_standard_input_will_do() {
    line.input = "{\"good\": \"alice\"}";

    assertThat(counts(run("import", "api-keys", "-", "-o", "json").json()))
        .isEqualTo("added 1, to be recognised 0, known 0, expired 0, refused 0");
  }

  @Test
  void files_of_hashes_are_taken_over() throws IOException {
    String hashes =
        file(
            """
            # exported on a Tuesday
            alice:%s
            alice:sha256$$%s
            a:colon:%s

            bob:%s
            bob:%s
            """
                .formatted(
                    SHA_256.toUpperCase(java.util.Locale.ROOT),
                    SHA_256.replace('b', 'c'),
                    BCRYPT,
                    DJANGO,
                    PASSLIB));

    JsonNode report =
        run("import", "hashes", hashes, "--length", "5", "--sunset", "90d", "-o", "json").json();

    assertThat(counts(report))
        .isEqualTo("added 5, to be recognised 3, known 0, expired 0, refused 0");
    assertThat(report.path("sunset").asString()).isEqualTo("2027-02-22T12:00:00.250Z");
    assertThat(run("user", "list").out()).contains("a:colon").contains("alice").contains("bob");
  }

  @Test
  void slow_hashes_say_what_may_be_tried_and_until_when() throws IOException {
    String hashes = file("alice:" + BCRYPT + "\nbob:nonsense\nno colon\n:" + SHA_256 + "\n");

    assertThat(run("import", "hashes", hashes, "--sunset", "90d").out())
        .contains("line 1: is a slow hash: say with --prefix or --length which texts may be tried")
        .contains("line 2: is no PBKDF2 hash of Django or passlib")
        .contains("line 3: ")
        .contains("line 4: ");
    assertThat(run("import", "hashes", hashes, "--prefix", "sk-").out())
        .contains("line 1 (alice): is known as a hash alone, and needs a sunset");
    assertThat(run("import", "hashes", hashes, "--prefix", "a b").code()).isEqualTo(2);
    assertThat(run("import", "hashes", hashes, "--length", "0").code()).isEqualTo(2);
    assertThat(run("key", "list", "-o", "json").json()).isEmpty();
  }

  @Test
  void keys_of_memgpt_are_taken_over() throws IOException {
    String table =
        file(
            """
            id,user_id,token,name
            1,7f3c2d1e-0000-4000-8000-000000000001,sk-0123456789abcdef0123456789abcdef0123456789abcdef,"my ""first"", key"
            2,7f3c2d1e-0000-4000-8000-000000000002,sk-1123456789abcdef0123456789abcdef0123456789abcdef,
            3,7f3c2d1e-0000-4000-8000-000000000002,plain,x
            4,,sk-2,x
            """);

    CommandLineFixture.Result imported = run("import", "memgpt", table, "-o", "json");

    assertThat(counts(imported.json()))
        .isEqualTo("added 2, to be recognised 0, known 0, expired 0, refused 2");
    assertThat(imported.json().path("refused").path(0).toString())
        .isEqualTo(
            "{\"where\":\"line 4\",\"reason\":\"is neither a key (sk-…) nor a bcrypt hash\"}");
    JsonNode keys = run("key", "list", "-o", "json").json();
    assertThat(keys.path(0).path("name").asString()).isEqualTo("my \"first\", key");
    assertThat(keys.path(1).path("name").isNull()).isTrue();
  }

  @Test
  void keys_of_the_draft_of_memgpt_are_taken_over() throws IOException {
    String table =
        file("token,user_id,id\r\n" + DRAFT_HASH + ",alice,1\r\n" + BCRYPT + ",bob,x\r\n");

    JsonNode report = run("import", "memgpt", table, "--sunset", "90d", "-o", "json").json();

    assertThat(counts(report))
        .isEqualTo("added 1, to be recognised 1, known 0, expired 0, refused 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          memgpt   | id,name                       | does not begin with the names of columns
          memgpt   | 'user_id,token\n"alice,x'     | line 2 has a quote that does not end
          api-keys | [1]                           | is no JSON object
          api-keys | '{"a": 1}'                    | has a user id that is no string
          """)
  void a_file_that_is_none_imports_nothing(String kind, String text, String why)
      throws IOException {
    CommandLineFixture.Result refused = run("import", kind, file(text.replace("\\n", "\n")));

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err()).contains(why);
  }

  @Test
  void a_file_that_is_not_there_is_named() throws IOException {
    assertThat(run("import", "api-keys", "nowhere").err()).contains("cannot read nowhere");
    Files.write(folder.resolve("bytes"), new byte[] {(byte) 0xff});
    assertThat(run("import", "api-keys", "bytes").err()).contains("bytes is no UTF-8 text");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tomorrow", "0d", "2030-02-30", "2030-1-1", ""})
  void a_sunset_is_a_date_or_a_duration(String sunset) throws IOException {
    assertThat(run("import", "api-keys", file("{}"), "--sunset", sunset).code()).isEqualTo(2);
  }

  @Test
  void after_the_sunset_nothing_is_imported() throws IOException {
    String map = file("{\"good\": \"alice\"}");

    assertThat(
            counts(run("import", "api-keys", map, "--sunset", "2020-01-01", "-o", "json").json()))
        .isEqualTo("added 0, to be recognised 0, known 0, expired 1, refused 0");
  }

  @Test
  void a_large_import_goes_in_portions() throws IOException {
    StringBuilder map = new StringBuilder("{");
    for (int i = 0; i < 1_001; i++) {
      map.append(i == 0 ? "" : ",")
          .append("\"text ")
          .append(i)
          .append("\": \"u")
          .append(i)
          .append('"');
    }
    String all = file(map.append('}').toString());

    assertThat(counts(run("import", "api-keys", all, "-o", "json").json()))
        .isEqualTo("added 1001, to be recognised 0, known 0, expired 0, refused 0");
  }

  @Test
  void tokens_alone_will_do_without_a_database() throws IOException {
    String tokens = file("T0k3n-one\n\n  T0k3n-two  \n");

    JsonNode report =
        run("import", "redis-tokens", "--tokens-file", tokens, "--user", "alice", "-o", "json")
            .json();

    assertThat(counts(report))
        .isEqualTo("added 2, to be recognised 0, known 0, expired 0, refused 0");
    assertThat(run("key", "list").out()).contains("user:alice").doesNotContain("service:");
    assertThat(run("import", "redis-tokens").err())
        .contains("name the database with --redis-url or REDIS_URL");
  }

  @Test
  void a_database_that_does_not_answer_is_named_without_its_password() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    line.environment.put("REDIS_URL", "redis://user:sesame@127.0.0.1:" + port + "/0");

    CommandLineFixture.Result refused = run("import", "redis-tokens");

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err())
        .startsWith("memwarden: Redis at 127.0.0.1:" + port + "/0 does not show its tokens: ")
        .doesNotContain("sesame");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:6379",
        "redis+cluster://sesame@localhost",
        "localhost:6379",
        "redis://:sesame@a:6379,b:6379",
        "redis://"
      })
  void what_is_no_address_of_redis_is_refused(String url) {
    assertThat(run("import", "redis-tokens", "--redis-url", url).err())
        .contains("is no URL such as redis://localhost:6379")
        .doesNotContain("sesame");
  }

  @Test
  void time_passes() throws IOException {
    run("import", "api-keys", file("{\"good\": \"alice\"}"), "--sunset", "1d");
    line.now = line.now.plus(Duration.ofDays(1));

    assertThat(run("key", "list").out()).contains("expired");
  }
}

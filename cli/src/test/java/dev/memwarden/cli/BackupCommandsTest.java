package dev.memwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.cli.CommandLineFixture.Result;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackupCommandsTest {
  @TempDir Path folder;

  private CommandLineFixture line;

  @BeforeEach
  void prepare() {
    line = new CommandLineFixture(folder);
  }

  private Result run(String... args) {
    return line.run(args);
  }

  private Path data() {
    return folder.resolve("memwarden-data");
  }

  private RemoteServerFixture server() throws IOException {
    return new RemoteServerFixture(data(), () -> line.now, false);
  }

  private String add(String user) {
    Result added = run("key", "add", "--user", user);
    assertThat(added.code()).as(added.err()).isZero();
    return added.out().strip();
  }

  /// What a running server says to a key.
  private static int status(RemoteServerFixture server, String key)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(server.url() + "/auth/whoami"))
              .header("Authorization", "Bearer " + key)
              .build();
      return client.send(request, BodyHandlers.discarding()).statusCode();
    }
  }

  /// The folder is lost, apart from the copy of the master key.
  private void lose() throws IOException {
    Files.move(data(), folder.resolve("lost"));
    Files.createDirectory(data());
    Files.copy(folder.resolve("lost/master.key"), data().resolve("master.key"));
  }

  @Test
  void a_key_that_was_revoked_after_the_backup_never_works_again()
      throws IOException, InterruptedException {
    String revoked;
    String other;
    try (RemoteServerFixture server = server()) {
      revoked = add("alice");
      other = add("bob");
      assertThat(run("backup", "old").code()).isZero();
      assertThat(run("key", "revoke", revoked.substring(4, 20)).code()).isZero();
      assertThat(run("backup", "authority", "--authority-only").code()).isZero();
      assertThat(status(server, revoked)).isEqualTo(401);
    }

    lose();
    Result suspended = run("restore", "old");
    assertThat(suspended.code()).as(suspended.err()).isZero();
    assertThat(suspended.out()).contains("Nobody is let in", "  memwarden tenant enable default");
    try (RemoteServerFixture server = server()) {
      assertThat(status(server, revoked)).isEqualTo(401);
      assertThat(status(server, other)).isEqualTo(401);

      assertThat(run("key", "revoke", revoked.substring(4, 20)).code()).isZero();
      assertThat(run("tenant", "enable", "default").code()).isZero();
      assertThat(status(server, other)).isEqualTo(200);
      assertThat(status(server, revoked)).isEqualTo(401);
    }

    Files.move(data(), folder.resolve("first"));
    Files.createDirectory(data());
    Files.copy(folder.resolve("lost/master.key"), data().resolve("master.key"));
    Result known = run("restore", "old", "--authority", "authority");
    assertThat(known.code()).as(known.err()).isZero();
    assertThat(known.out()).doesNotContain("Nobody");
    try (RemoteServerFixture server = server()) {
      assertThat(status(server, other)).isEqualTo(200);
      assertThat(status(server, revoked)).isEqualTo(401);
    }
  }

  @Test
  void both_say_what_they_did_in_either_form() throws IOException {
    String _ = add("alice");

    Result text = run("backup", "one");
    assertThat(text.out())
        .startsWith("Backed up 0 memories and 1 keys to one, as of 2026-11-24T12:00:00Z")
        .contains("The master key is not in it");
    assertThat(text.err()).contains("100 %");
    assertThat(run("backup", "two", "--authority-only").out())
        .startsWith("Backed up 1 keys to two, as of ");
    var json = run("backup", "three", "-o", "json").json();
    assertThat(json.path("content").asString()).isEqualTo("everything");
    assertThat(json.path("keys").asInt()).isOne();
    assertThat(json.path("sha256").asString()).hasSize(64);

    lose();
    var restored = run("restore", "three", "-o", "json").json();
    assertThat(restored.path("at")).isEqualTo(json.path("at"));
    assertThat(restored.path("suspended").path(0).asString()).isEqualTo("default");
    assertThat(run("tenant", "enable", "default").code()).isZero();
    assertThat(run("restore", "--suspend", "-o", "json").json().path("suspended").size()).isOne();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          ARGUMENTS                              | CODE | SAYS
          backup                                 | 2    | Missing required parameter
          backup taken                           | 1    | already
          backup new --data nowhere              | 1    | there is no data folder
          restore                                | 2    | Name a backup, or --suspend
          restore taken --suspend                | 2    | Name a backup, or --suspend
          restore taken --trust-keys --suspend   | 2    | mutually exclusive
          restore taken                          | 1    | is not empty
          restore taken --data keyless           | 1    | there is no master key
          restore --suspend --data nowhere       | 1    | there is no data folder
          """)
  void what_makes_no_sense_is_refused(String arguments, int code, String says) throws IOException {
    String _ = add("alice");
    Files.createDirectories(folder.resolve("taken"));
    Files.createDirectories(folder.resolve("keyless"));

    Result result = run(arguments.split(" "));

    assertThat(result.code()).as(result.err()).isEqualTo(code);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains(says);
  }

  @Test
  void a_server_elsewhere_is_not_meant() {
    String _ = add("alice");
    line.environment.put("MEMWARDEN_URL", "https://memory.example.com");

    assertThat(run("backup", "one").err()).contains("name its folder with --data");
    assertThat(run("restore", "one").err()).contains("name its folder with --data");
    assertThat(folder.resolve("one")).doesNotExist();
  }
}

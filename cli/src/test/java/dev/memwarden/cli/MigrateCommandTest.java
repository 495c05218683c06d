package dev.memwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.cli.CommandLineFixture.Result;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrateCommandTest {
  @TempDir Path folder;

  private CommandLineFixture line;

  @BeforeEach
  void a_key_was_made() {
    line = new CommandLineFixture(folder);
    assertThat(line.run("key", "add", "--user", "alice", "--name", "laptop").code()).isZero();
  }

  @Test
  void without_a_database_it_says_what_is_missing_and_moves_nothing() {
    Result result = line.run("migrate");

    assertThat(result.code()).isOne();
    assertThat(result.err()).startsWith("memwarden: postgres.url: ").hasLineCount(1);
    assertThat(line.run("key", "list").out()).contains("laptop");
  }

  @Test
  void without_a_folder_it_makes_none() {
    Result result = line.run("migrate", "--data", "nowhere");

    assertThat(result.code()).isOne();
    assertThat(result.err()).contains("there is no data folder");
    assertThat(folder.resolve("nowhere")).doesNotExist();
  }

  @Test
  void everything_is_served_from_the_database_then_and_not_from_the_folder() throws IOException {
    try (EmbeddedPostgres database = EmbeddedPostgres.start()) {
      String url = "postgresql://localhost:" + database.getPort() + "/postgres";
      line.environment.put("MEMWARDEN_POSTGRES_URL", url);
      line.environment.put("MEMWARDEN_POSTGRES_USER", "postgres");
      line.environment.put(
          "MEMWARDEN_MASTER_KEY_FILE",
          folder.resolve("memwarden-data").resolve("master.key").toString());

      Result moved = line.run("migrate");

      assertThat(moved.code()).as(moved.err()).isZero();
      assertThat(moved.out()).startsWith("Moved ").contains("found the same on both sides");
      assertThat(moved.err()).contains("Copying 100 %").contains("Checking 100 %");
      assertThat(line.run("key", "list").out()).contains("laptop");
      assertThat(line.run("audit", "verify").out()).contains("The audit log is intact");
      assertThat(line.run("migrate").err()).contains("has been moved to " + url + " already");

      // On a host that has no folder.
      assertThat(line.run("key", "list", "--data", "elsewhere").out()).contains("laptop");
      assertThat(line.run("index", "rebuild", "--data", "elsewhere").code()).isZero();
      Result suspended = line.run("restore", "--suspend", "--data", "third");
      assertThat(suspended.code()).as(suspended.err()).isZero();
      assertThat(line.run("tenant", "list", "--data", "elsewhere").out()).contains("disabled");

      line.environment.remove("MEMWARDEN_POSTGRES_URL");
      Result again = line.run("key", "list");
      assertThat(again.code()).isOne();
      assertThat(again.err()).contains("has been moved to " + url);
    }
  }
}

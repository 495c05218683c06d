package dev.memwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Kills backups and restores at any moment: each leaves all, or nothing.
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class BackupKillIT {
  // Each kills two commands, and takes as long as two rounds of others.
  private static final int ROUNDS = Integer.getInteger("memwarden.kill.rounds", 5) / 2;
  private static final long SEED = Long.getLong("memwarden.kill.seed", 1260L);
  private static final int USERS = 3;

  @TempDir Path folder;

  @Test
  void all_or_nothing() throws IOException, InterruptedException {
    Random random = new Random(SEED);
    try (ServerProcess memwarden = new ServerProcess(folder)) {
      for (int i = 0; i < USERS; i++) {
        memwarden.run(Map.of(), "key", "add", "--user", "user" + i);
      }
      long start = System.nanoTime();
      memwarden.run(Map.of(), "backup", "whole");
      int longest = (int) TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      Path data = memwarden.data();
      Files.move(data, folder.resolve("live"));
      for (int round = 0; round < ROUNDS; round++) {
        Path backup = folder.resolve("backup" + round);
        Files.move(folder.resolve("live"), data);
        killed(memwarden, random.nextInt(longest / 3, longest), "backup", backup.toString());
        Files.move(data, folder.resolve("live"));
        Path source = Files.exists(backup) ? backup : folder.resolve("whole");

        Files.createDirectory(data);
        Files.copy(folder.resolve("live/master.key"), data.resolve("master.key"));
        killed(memwarden, random.nextInt(longest / 3, longest), "restore", source.toString());
        if (!Files.exists(data.resolve("memwarden.db"))) {
          memwarden.run(Map.of(), "restore", source.toString());
        }
        assertThat(memwarden.run(Map.of(), "key", "list", "-o", "json").split("\"user\"", -1))
            .as("round %d", round)
            .hasSizeGreaterThan(USERS);
        Files.move(data, folder.resolve("restored" + round));
      }
    }
  }

  private static void killed(ServerProcess memwarden, int millis, String... args)
      throws IOException, InterruptedException {
    Process process = memwarden.begin(args);
    boolean _ = process.waitFor(millis, TimeUnit.MILLISECONDS);
    process.destroyForcibly().waitFor();
  }
}

package dev.memwarden.cli;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// The same with everything in a PostgreSQL database.
final class PostgresKillIT extends KillIT {
  private static EmbeddedPostgres database;

  @BeforeAll
  static void start() throws IOException {
    database = EmbeddedPostgres.start();
  }

  @AfterAll
  static void stop() throws IOException {
    database.close();
  }

  @Override
  Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(SETTINGS);
    settings.put(
        "MEMWARDEN_POSTGRES_URL", "postgresql://localhost:" + database.getPort() + "/postgres");
    settings.put("MEMWARDEN_POSTGRES_USER", "postgres");
    settings.put("MEMWARDEN_MASTER_KEY", "k1 " + "A".repeat(43));
    return settings;
  }
}

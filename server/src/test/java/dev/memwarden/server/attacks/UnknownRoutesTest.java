package dev.memwarden.server.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.attacks.Town.Told;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Attack 5.12: routes that are not in the table, such as those of another version of the wire.
/// They do not exist, for everybody alike: with a good key, a bad one, and none.
class UnknownRoutesTest {
  @TempDir static Path folder;
  private static Town town;

  @BeforeAll
  static void start() throws IOException {
    town = new Town(folder);
    town.remember("alice", "tea");
  }

  @AfterAll
  static void stop() {
    town.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v1/memories/",
        "GET /v1/memories/?user_id=alice",
        "POST /v1/memories/",
        "POST /v2/memories/search/",
        "POST /v3/memories/add/",
        "GET /memories/alice/history",
        "GET /memories/alice/",
        "POST /memories/search/",
        "GET /memories/user/alice/all",
        "GET /api/memories",
        "GET /v1/long-term-memory/x",
        "GET /v1/working-memory/x",
        "GET /v1/agents/",
        "GET /v1/blocks",
        "GET /sessions/x/memory",
        "POST /mcp",
        "GET /sse",
        "GET /auth",
        "GET /auth/keys/x",
        "GET /admin/v1/users",
        "POST /admin/v1/keys",
        "GET /metrics",
        "GET /actuator/env",
        "GET /debug/vars",
        "GET /.env",
        "GET /memwarden.yaml",
        "GET /reset",
        "GET /configure",
        "GET /HEALTH",
        "GET /Memories/alice",
        "GET /",
        "DELETE /",
      })
  void do_not_exist(String line) throws IOException, SQLException {
    String body = line.startsWith("POST") ? "{\"user_id\":\"alice\",\"query\":\"tea\"}" : "";
    Told known = town.ask(town.key("alice"), line, body);

    assertThat(known.status()).as(known.body()).isIn(404, 405);
    assertThat(known.body()).doesNotContain("tea");
    assertThat(town.ask("", line, body).text()).isEqualTo(known.text());
    assertThat(town.ask("made-up", line, body).text()).isEqualTo(known.text());
    assertThat(town.stored()).containsExactly("default/alice// tea");
  }
}

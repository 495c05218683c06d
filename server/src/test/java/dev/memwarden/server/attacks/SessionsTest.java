package dev.memwarden.server.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Extent;
import dev.memwarden.server.attacks.Town.Told;
import dev.memwarden.server.http.RawClient;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Attack 5.6: guessing a session, or taking over somebody's. A session narrows what is one's own
/// and opens nothing; a connection carries no identity from one request to the next.
class SessionsTest {
  private static final String IN_RUN = ",\"run_id\":\"run-1\"";

  @TempDir Path folder;
  private Town town;

  @BeforeEach
  void start() throws IOException {
    town = new Town(folder);
    town.remember("alice", "tea");
    town.remember(town.key("alice"), "session tea", IN_RUN);
  }

  @AfterEach
  void stop() {
    town.close();
  }

  @Test
  void anothers_session_is_empty() throws IOException {
    Told told = town.ask(town.key("bob"), "GET /memories/bob?run_id=run-1", "");

    assertThat(told.text()).isEqualTo("200 {\"memories\":[],\"total_count\":0}");
    assertThat(town.ask(town.key("bob"), "GET /memories/alice?run_id=run-1", "").status())
        .isEqualTo(403);
    String chat = "{\"message\":\"tea\",\"run_id\":\"run-1\"}";
    assertThat(town.ask(town.key("bob"), "POST /chat", chat).body())
        .contains("\"memories_used\":0");
  }

  @Test
  void nothing_can_be_slipped_into_it() throws IOException, SQLException {
    town.remember(town.key("bob"), "slipped tea", IN_RUN);

    assertThat(town.stored()).contains("default/bob//run-1 slipped tea");
    assertThat(town.ask(town.key("alice"), "GET /memories/alice?run_id=run-1", "").body())
        .contains("session tea")
        .doesNotContain("slipped");
  }

  @Test
  void a_key_for_one_session_stays_in_it() throws IOException, SQLException {
    String key =
        town.mint(
            Town.user("alice"),
            Ceiling.of(
                Action.MEMORY_AND_CHAT, Box.EVERYWHERE.with(Axis.SESSION, Extent.of("run-1"))));

    assertThat(town.seen(key, "alice")).containsExactly("session tea");
    assertThat(town.ask(key, "GET /memories/alice?run_id=run-2", "").status()).isEqualTo(403);
    assertThat(town.ask(key, "DELETE /memories/user/alice?run_id=run-2", "").status())
        .isEqualTo(403);
    town.remember(key, "more tea", "");
    assertThat(town.stored()).contains("default/alice//run-1 more tea");
  }

  @Test
  void a_connection_remembers_nobody() throws IOException {
    try (RawClient client = town.connect()) {
      Told first = Town.ask(client, town.key("alice"), "GET /memories/alice", "");
      assertThat(first.status()).isEqualTo(200);
      assertThat(first.head()).doesNotContainIgnoringCase("set-cookie");

      assertThat(Town.ask(client, "", "GET /memories/alice", "").status()).isEqualTo(403);
      assertThat(Town.ask(client, town.key("bob"), "GET /memories/alice", "").status())
          .isEqualTo(403);
      assertThat(Town.ask(client, "", "GET /auth/whoami", "", "Cookie: session=alice").status())
          .isEqualTo(401);
    }
  }
}

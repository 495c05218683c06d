package dev.memwarden.server.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Extent;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Attack 5.3: what deletes or changes much at once. It takes what the caller reaches and no more;
/// routes that would take everything do not exist.
class BulkStaysWithinReachTest {
  @TempDir Path folder;
  private Town town;

  @BeforeEach
  void start() throws IOException {
    town =
        new Town(
            folder,
            "forbid user:alice  memory:delete  default/alice/archive",
            "permit user:alice  memory:delete  default/bob/shared");
    town.remember("alice", "tea");
    town.remember(town.key("alice"), "archived tea", ",\"agent_id\":\"archive\"");
    town.remember(town.key("alice"), "planned tea", ",\"agent_id\":\"planner\"");
    town.remember("bob", "foreign tea");
    town.remember(town.key("bob"), "shared tea", ",\"agent_id\":\"shared\"");
  }

  @AfterEach
  void stop() {
    town.close();
  }

  @Test
  void deleting_all_spares_others_and_what_is_forbidden() throws IOException, SQLException {
    assertThat(delete(town.key("alice"), "alice")).isEqualTo(200);

    assertThat(town.stored())
        .containsExactly(
            "default/alice/archive/ archived tea",
            "default/bob// foreign tea",
            "default/bob/shared/ shared tea");
  }

  @Test
  void deleting_all_of_another_takes_what_is_shared() throws IOException, SQLException {
    assertThat(delete(town.key("alice"), "bob")).isEqualTo(200);

    assertThat(town.stored()).hasSize(4).contains("default/bob// foreign tea");
  }

  @Test
  void a_key_for_one_agent_deletes_what_that_agent_keeps() throws IOException, SQLException {
    String planner =
        town.mint(
            Town.user("alice"),
            Ceiling.of(
                Action.MEMORY_AND_CHAT, Box.EVERYWHERE.with(Axis.AGENT, Extent.of("planner"))));

    assertThat(delete(planner, "alice?agent_id=archive")).isEqualTo(403);
    assertThat(delete(planner, "alice")).isEqualTo(200);

    assertThat(town.stored()).hasSize(4).contains("default/alice// tea");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /reset",
        "DELETE /reset",
        "POST /configure",
        "POST /forget",
        "POST /compact",
        "DELETE /memories",
        "DELETE /memories/",
        "DELETE /memories?user_id=alice",
        "DELETE /memories/user",
        "DELETE /memories/user/",
        "POST /memories/delete",
        "DELETE /v1/memories",
      })
  void nothing_takes_everything(String line) throws IOException, SQLException {
    assertThat(town.ask(town.key("alice"), line, "").status()).isIn(404, 405);
    assertThat(town.stored()).hasSize(5);
  }

  private int delete(String key, String user) throws IOException {
    return town.ask(key, "DELETE /memories/user/" + user, "").status();
  }
}

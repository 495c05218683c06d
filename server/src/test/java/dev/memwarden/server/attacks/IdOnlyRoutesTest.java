package dev.memwarden.server.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.attacks.Town.Told;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Attack 5.2: routes that name a thing by its id alone. Somebody else's is answered like one that
/// nobody has.
class IdOnlyRoutesTest {
  private static final String NOBODYS = "00000000-0000-0000-0000-000000000000";

  @TempDir static Path folder;
  private static Town town;
  private static String foreign;

  @BeforeAll
  static void start() throws IOException {
    town = new Town(folder);
    town.remember("alice", "own tea");
    foreign = town.remember("bob", "foreign tea");
  }

  @AfterAll
  static void stop() {
    town.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          DELETE /memories/ID                | ``
          DELETE /memories/ID?user_id=alice  | ``
          DELETE /memories/ID?agent_id=x     | ``
          PUT /memories                      | {"memory_id":"ID","data":"mine"}
          PUT /memories                      | {"id":"ID","text":"mine","user_id":"alice"}
          PUT /memories                      | {"memory_id":"ID","data":"mine","metadata":{"user_id":"alice"}}
          """)
  void anothers_memory_is_unknown(String line, String body) throws IOException, SQLException {
    Told theirs =
        town.ask(town.key("alice"), line.replace("ID", foreign), body.replace("ID", foreign));
    Told nobodys =
        town.ask(town.key("alice"), line.replace("ID", NOBODYS), body.replace("ID", NOBODYS));

    assertThat(theirs.text())
        .isEqualTo(nobodys.text())
        .isEqualTo("404 {\"detail\":\"Memory not found\"}");
    assertThat(town.stored()).contains("default/bob// foreign tea");
  }

  @Test
  void anothers_key_is_unknown() throws IOException {
    String id = town.key("bob").substring(4, 20);

    Told theirs = town.ask(town.key("alice"), "DELETE /auth/keys/" + id, "");
    Told nobodys = town.ask(town.key("alice"), "DELETE /auth/keys/0000000000000000", "");

    assertThat(theirs.text()).isEqualTo(nobodys.text()).startsWith("404 ").doesNotContain(id);
    assertThat(town.ask(town.key("bob"), "GET /auth/whoami", "").status()).isEqualTo(200);
    assertThat(town.ask(town.key("alice"), "GET /auth/keys", "").body()).doesNotContain(id);
  }

  @Test
  void an_id_is_no_pattern_and_no_number_of_a_row() throws IOException, SQLException {
    String own = town.remember("alice", "more tea");
    int stored = town.stored().size();
    for (String id :
        new String[] {
          "1", "%25", "_", "*", own.substring(0, 35), own + "x", own.toUpperCase(Locale.ROOT)
        }) {
      assertThat(town.ask(town.key("alice"), "DELETE /memories/" + id, "").status())
          .as(id)
          .isEqualTo(404);
    }
    assertThat(town.stored()).hasSize(stored);
  }
}

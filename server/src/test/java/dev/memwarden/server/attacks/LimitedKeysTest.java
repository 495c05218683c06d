package dev.memwarden.server.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Extent;
import dev.memwarden.server.attacks.Town.Told;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Attack 5.7: an agent with a limited key that wants more, or that lets a stronger one do what it
/// may not (the confused deputy). What it cannot do itself it cannot ask for.
class LimitedKeysTest {
  @TempDir Path folder;
  private Town town;
  private String foreign;

  @BeforeEach
  void start() throws IOException {
    town = new Town(folder);
    town.remember(town.key("alice"), "tea of a", ",\"agent_id\":\"a\"");
    foreign = town.remember(town.key("alice"), "tea of b", ",\"agent_id\":\"b\"");
  }

  @AfterEach
  void stop() {
    town.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MEMORY_READ   | 200 | 403 | 403 | 403
          MEMORY_WRITE  | 403 | 200 | 403 | 403
          MEMORY_DELETE | 403 | 403 | 200 | 403
          CHAT          | 403 | 403 | 403 | 403
          KEYS_MANAGE   | 403 | 403 | 403 | 403
          """)
  void a_key_does_what_it_was_made_for(Action only, int read, int write, int delete, int chat)
      throws IOException {
    String key = town.mint(Town.user("alice"), Ceiling.of(Set.of(only), Box.EVERYWHERE));
    String text = "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";

    assertThat(town.ask(key, "GET /memories/alice", "").status()).isEqualTo(read);
    assertThat(town.ask(key, "POST /memories", text).status()).isEqualTo(write);
    assertThat(town.ask(key, "DELETE /memories/user/alice", "").status()).isEqualTo(delete);
    assertThat(town.ask(key, "POST /chat", "{\"message\":\"tea\"}").status()).isEqualTo(chat);
  }

  @Test
  void one_agent_cannot_ask_for_another() throws IOException, SQLException {
    String a = agent("a");

    assertThat(town.seen(a, "alice")).containsExactly("tea of a");
    for (String line :
        List.of("GET /memories/alice?agent_id=b", "DELETE /memories/user/alice?agent_id=b")) {
      assertThat(town.ask(a, line, "").status()).as(line).isEqualTo(403);
    }
    String asB = ",\"agent_id\":\"b\"}";
    assertThat(town.ask(a, "POST /chat", "{\"message\":\"tea\"" + asB).status()).isEqualTo(403);
    assertThat(town.ask(a, "POST /memories", "{\"messages\":[]" + asB).status()).isEqualTo(403);
    assertThat(town.ask(a, "DELETE /memories/" + foreign, "").status()).isEqualTo(404);
    assertThat(
            town.ask(a, "PUT /memories", "{\"memory_id\":\"" + foreign + "\",\"data\":\"x\"}")
                .status())
        .isEqualTo(404);
    assertThat(town.stored())
        .containsExactly("default/alice/a/ tea of a", "default/alice/b/ tea of b");
  }

  @Test
  void what_an_agent_writes_stays_with_it() throws IOException, SQLException {
    town.remember(agent("a"), "new tea", "");

    assertThat(town.stored()).contains("default/alice/a/ new tea");
    assertThat(town.seen(agent("b"), "alice")).containsExactly("tea of b");
  }

  @Test
  void a_limited_key_makes_no_wider_one() throws IOException {
    Ceiling narrow = Ceiling.of(Set.of(Action.MEMORY_READ, Action.KEYS_MANAGE), Box.EVERYWHERE);
    String key = town.mint(Town.user("alice"), narrow);

    assertThat(town.ask(key, "POST /auth/keys", "{\"actions\":[\"memory:write\"]}").status())
        .isEqualTo(403);
    assertThat(town.ask(key, "POST /auth/keys", "{\"actions\":[\"*\"]}").status()).isEqualTo(403);
    Told child = town.ask(key, "POST /auth/keys", "{\"actions\":[\"memory:read\"]}");
    assertThat(child.status()).as(child.body()).isEqualTo(201);
    assertThat(town.ask(agent("a"), "POST /auth/keys", "{}").status()).isEqualTo(403);
  }

  @Test
  void a_key_ends_when_it_was_said_to_and_so_do_its_children() throws IOException {
    var hour =
        new Ceiling(
            Set.of(Action.MEMORY_READ, Action.KEYS_MANAGE),
            Box.EVERYWHERE,
            List.of(),
            Optional.empty(),
            Optional.of(Town.NOON.plus(Duration.ofHours(1))),
            Optional.empty());
    String key = town.mint(Town.user("alice"), hour);
    String longer = "{\"actions\":[\"memory:read\"],\"expires_in\":\"2h\"}";
    assertThat(town.ask(key, "POST /auth/keys", longer).status()).isEqualTo(403);
    String child =
        town.ask(key, "POST /auth/keys", "{\"actions\":[\"memory:read\"]}")
            .json()
            .path("key")
            .stringValue();

    town.pass(Duration.ofHours(1).minusMillis(1));
    assertThat(town.ask(key, "GET /memories/alice", "").status()).isEqualTo(200);
    assertThat(town.ask(child, "GET /memories/alice", "").status()).isEqualTo(200);
    town.pass(Duration.ofMillis(1));
    assertThat(town.ask(key, "GET /memories/alice", "").status()).isEqualTo(401);
    assertThat(town.ask(child, "GET /memories/alice", "").status()).isEqualTo(401);
  }

  private String agent(String id) {
    return town.mint(
        Town.user("alice"),
        Ceiling.of(
            Set.of(
                Action.MEMORY_READ,
                Action.MEMORY_WRITE,
                Action.MEMORY_DELETE,
                Action.CHAT,
                Action.KEYS_MANAGE),
            Box.EVERYWHERE.with(Axis.AGENT, Extent.of(id))));
  }
}

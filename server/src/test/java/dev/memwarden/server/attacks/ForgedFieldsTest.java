package dev.memwarden.server.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Attack 5.9: writing fields that are the server's to set, beside the text or in its metadata.
/// They have no effect; metadata stays data.
class ForgedFieldsTest {
  private static final String FORGED =
      "\"id\":\"forged\",\"memory_id\":\"forged\",\"owner\":\"bob\",\"user\":\"bob\",\"tenant\":\"acme\","
          + "\"label\":\"forged\",\"created_at\":\"1970-01-01T00:00:00Z\",\"updated_at\":\"1970-01-01T00:00:00Z\","
          + "\"hash\":\"forged\",\"version\":99,\"stamp\":\"forged\",\"principal\":\"admin:root\","
          + "\"credential\":\"forged\",\"score\":1e9,\"__proto__\":{\"user_id\":\"bob\"}";

  @TempDir Path folder;
  private Town town;

  @BeforeEach
  void start() {
    town = new Town(folder);
  }

  @AfterEach
  void stop() {
    town.close();
  }

  @Test
  void fields_of_the_server_are_not_taken() throws IOException, SQLException {
    String forged = "," + FORGED + ",\"metadata\":{\"user_id\":\"bob\"," + FORGED + "}";
    String id = town.remember(town.key("alice"), "tea", forged);
    String honest = town.remember("bob", "tea");

    isHonest(id, honest, 1);
    JsonNode shown = only();
    assertThat(shown.path("id").stringValue()).isEqualTo(id);
    assertThat(shown.path("user_id").stringValue()).isEqualTo("alice");
    assertThat(shown.path("created_at").stringValue()).isEqualTo(Town.NOON.toString());
    assertThat(shown.path("metadata").path("owner").stringValue()).isEqualTo("bob");
    assertThat(shown.has("owner") || shown.has("version")).isFalse();
  }

  @Test
  void nor_when_a_memory_is_changed() throws IOException, SQLException {
    String id = town.remember("alice", "coffee");
    String honest = town.remember("bob", "tea");
    String body =
        "{\"data\":\"tea\",\"metadata\":{"
            + FORGED
            + "},"
            + FORGED
                .replace("\"memory_id\":\"forged\"", "\"memory_id\":\"ID\"")
                .replace("\"id\":\"forged\"", "\"id\":\"ID\"")
                .replace("ID", id)
            + "}";

    assertThat(town.ask(town.key("alice"), "PUT /memories", body).status()).isEqualTo(200);

    isHonest(id, honest, 2);
  }

  private void isHonest(String id, String honest, int version) throws SQLException {
    assertThat(town.stored()).containsExactly("default/alice// tea", "default/bob// tea");
    String one = " FROM item WHERE id = '" + id + "'";
    assertThat(town.rows("SELECT label || version" + one)).containsExactly("" + version);
    assertThat(town.rows("SELECT created_at" + one))
        .containsExactly("" + ChronoUnit.MICROS.between(Instant.EPOCH, Town.NOON));
    assertThat(town.rows("SELECT hash" + one))
        .isEqualTo(town.rows("SELECT hash FROM item WHERE id = '" + honest + "'"));
    assertThat(town.rows("SELECT principal || ' ' || credential" + one))
        .singleElement()
        .asString()
        .contains("alice", town.key("alice").substring(4, 20))
        .doesNotContain("root", "forged");
  }

  private JsonNode only() throws IOException {
    return town.ask(town.key("alice"), "GET /memories/alice", "").json().at("/memories/0");
  }
}

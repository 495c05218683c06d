package dev.memwarden.server.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.attacks.Town.Told;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Attack 5.4: ids that look, sort, or normalise alike. Each is another user.
class LookAlikeIdsTest {
  static final List<String> IDS =
      List.of(
          "alice",
          "Alice",
          "ALICE",
          "alice ",
          " alice",
          "alice\u00a0",
          "alice\u200b",
          "al\u0131ce",
          "\u0430lice",
          "\uff41lice",
          "caf\u00e9",
          "cafe\u0301",
          "stra\u00dfe",
          "strasse",
          "test_user",
          "test_user1",
          "test%user",
          "alice/agent",
          "alice%2Fagent",
          "default/alice",
          "user:alice",
          "alice*",
          "*",
          "%",
          "-",
          "_",
          "null",
          "0",
          "00");

  @TempDir static Path folder;
  private static Town town;

  @BeforeAll
  static void start() throws IOException {
    town = new Town(folder);
    for (String id : IDS) {
      town.remember(id, "tea of " + IDS.indexOf(id));
    }
  }

  @AfterAll
  static void stop() {
    town.close();
  }

  @ParameterizedTest
  @FieldSource("IDS")
  void sees_its_own_and_nobody_elses(String id) throws IOException {
    assertThat(town.seen(town.key(id), id)).containsExactly("tea of " + IDS.indexOf(id));

    for (String other : IDS) {
      if (!other.equals(id)) {
        Told told = town.ask(town.key(id), "POST /memories/search", Town.search("tea", other, ""));
        assertThat(told.status()).as(other).isEqualTo(403);
        // A slash in a path is refused before anything else.
        Told listed = town.ask(town.key(id), "GET /memories/" + encoded(other), "");
        assertThat(listed.status()).as(other).isEqualTo(other.contains("/") ? 400 : 403);
      }
    }
  }

  @Test
  void what_is_no_id_is_refused() throws IOException {
    for (String id : List.of("alice\\u0000", "alice\\n", "alice\\u0085", "\\ud800")) {
      String body = "{\"query\":\"tea\",\"user_id\":\"" + id + "\"}";
      assertThat(town.ask(town.key("alice"), "POST /memories/search", body).status())
          .as(id)
          .isEqualTo(422);
    }
    for (String path :
        List.of("alice%00", "alice%0a", "alice%c2%85", "alice%ed%a0%80", "%c0%e1lice")) {
      assertThat(town.ask(town.key("alice"), "GET /memories/" + path, "").status())
          .as(path)
          .isEqualTo(400);
    }
  }

  private static String encoded(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
  }
}

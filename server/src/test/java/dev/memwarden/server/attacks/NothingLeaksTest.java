package dev.memwarden.server.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.attacks.Town.Told;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Attack 5.8: learning of others from what one gets oneself: counts, totals, ranks, scores, and
/// the words of refusals. Whatever others store, every reply stays as it was, to the byte.
class NothingLeaksTest {
  private static final List<List<String>> QUESTIONS =
      List.of(
          List.of("GET /memories/alice", ""),
          List.of("GET /memories/alice?limit=2", ""),
          List.of("GET /stats/alice", ""),
          List.of("GET /graph/relationships/alice", ""),
          List.of("POST /memories/search", "{\"query\":\"green tea\"}"),
          List.of("POST /memories/search", "{\"query\":\"green tea\",\"limit\":2}"),
          List.of("POST /memories/search", "{\"query\":\"nothing of the kind\"}"),
          List.of("POST /chat", "{\"message\":\"What tea do I love?\"}"),
          List.of("GET /auth/keys", ""));

  private static final List<String> TEXTS =
      List.of("I love black tea", "I love white tea", "a green door", "the bus");

  @TempDir Path folder;
  private Town town;

  @BeforeEach
  void start() throws IOException {
    town = new Town(folder);
    for (String text : TEXTS) {
      town.remember("alice", text);
    }
  }

  @AfterEach
  void stop() {
    town.close();
  }

  @Test
  void what_others_store_changes_no_reply() throws IOException {
    for (List<String> question : QUESTIONS) {
      assertThat(ask(town, question)).as(question.getFirst()).startsWith("200 ");
    }
    List<String> before = ask();

    for (int i = 0; i < 60; i++) {
      town.remember(i % 2 == 0 ? "bob" : "acme/alice", "I love green paint number " + i);
    }

    assertThat(ask()).isEqualTo(before);
  }

  // Stored among each other, so that parts of an index hold both. Weighed with what others say,
  // green
  // would be a common word.
  @Test
  void what_others_had_stored_changes_no_reply(@TempDir Path another) throws IOException {
    List<String> alone = ask();

    try (Town crowded = new Town(another)) {
      for (String text : TEXTS) {
        for (int i = 0; i < 12; i++) {
          crowded.remember(i % 2 == 0 ? "bob" : "acme/alice", text + " beside green paint " + i);
        }
        crowded.remember("alice", text);
      }
      assertThat(ask(crowded)).isEqualTo(alone);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          GET /memories/WHO             | ``
          GET /stats/WHO                | ``
          GET /graph/relationships/WHO  | ``
          DELETE /memories/user/WHO     | ``
          DELETE /memories/m?user_id=WHO | ``
          POST /memories/search         | {"query":"tea","user_id":"WHO"}
          POST /chat                    | {"message":"tea","user_id":"WHO"}
          POST /memories                | {"messages":[],"user_id":"WHO"}
          PUT /memories                 | {"memory_id":"m","data":"x","user_id":"WHO"}
          """)
  void a_refusal_is_the_same_whether_there_is_somebody(String line, String body)
      throws IOException {
    town.remember("bob", "I love green tea");

    Told somebody =
        town.ask(town.key("alice"), line.replace("WHO", "bob"), body.replace("WHO", "bob"));
    Told nobody =
        town.ask(town.key("alice"), line.replace("WHO", "nix"), body.replace("WHO", "nix"));

    assertThat(somebody.text())
        .isEqualTo(nobody.text())
        .startsWith("403 ")
        .doesNotContain("bob", "tea");
  }

  @Test
  void a_wrong_key_is_refused_in_the_same_words_whatever_is_wrong() throws IOException {
    String key = town.key("alice");
    char last = key.charAt(69);
    String refusal = "401 {\"detail\":\"Invalid API key\"}";

    for (String wrong :
        List.of(
            key.substring(0, 69) + (last == '0' ? '1' : '0'),
            key.substring(0, 40),
            "sks-0000000000000000_" + key.substring(21),
            "sk-made-up")) {
      assertThat(town.ask(wrong, "GET /memories/alice", "").text()).isEqualTo(refusal);
    }
  }

  private List<String> ask() throws IOException {
    return ask(town);
  }

  // Ids are random.
  private static List<String> ask(Town town) throws IOException {
    List<String> replies = new ArrayList<>();
    for (List<String> question : QUESTIONS) {
      replies.add(
          ask(town, question)
              .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID")
              .replace(town.key("alice").substring(4, 20), "KEY"));
    }
    return replies;
  }

  private static String ask(Town town, List<String> question) throws IOException {
    return town.ask(town.key("alice"), question.getFirst(), question.getLast()).text();
  }
}

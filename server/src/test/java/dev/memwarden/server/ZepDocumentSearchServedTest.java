package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Search in a collection of Zep: by text, by vectors that clients bring, with variety, and among
/// what a filter leaves.
class ZepDocumentSearchServedTest {
  private static final String AUTO = "{\"embedding_dimensions\": 384, \"is_auto_embedded\": true}";
  private static final String OWN = "{\"embedding_dimensions\": 8, \"is_auto_embedded\": false}";
  private static final String DRINKS =
      """
      [{"content": "green tea", "metadata": {"n": 1, "tags": ["a", "b"]}},
       {"content": "green tea please", "metadata": {"n": 2}},
       {"content": "black tea", "metadata": {"n": 3}},
       {"content": "a train to Rome"}]
      """;
  private static final String POINTS =
      """
      [{"content": "east", "embedding": [2, 0, 0, 0, 0, 0, 0, 0], "metadata": {"n": 1}},
       {"content": "north east", "embedding": [0.5, 0.5, 0, 0, 0, 0, 0, 0], "metadata": {"n": 2}},
       {"content": "north", "embedding": [0, 7, 0, 0, 0, 0, 0, 0]},
       {"content": "west", "embedding": [-1, 0, 0, 0, 0, 0, 0, 0]}]
      """;

  @TempDir Path folder;

  private TokenServer server;
  private ZepCaller alice;

  @BeforeEach
  void open() {
    server =
        new TokenServer(
            folder, Map.of(), InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z")));
    alice = ZepCaller.user(server, "alice");
    alice.text("POST /collection/drinks", AUTO);
    alice.json("POST /collection/drinks/document", DRINKS);
    alice.text("POST /collection/points", OWN);
    alice.json("POST /collection/points/document", POINTS);
    alice.says("drinks", "green tea in a session");
    ZepCaller bob = ZepCaller.user(server, "bob");
    bob.text("POST /collection/drinks", AUTO);
    bob.json("POST /collection/drinks/document", "[{\"content\": \"green tea of bob\"}]");
  }

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          drinks | {"text": "green tea"}                                        | green tea, green tea please, black tea, a train to Rome
          drinks | {"text": "green tea", "search_type": "mmr", "mmr_lambda": 1} | green tea, green tea please, black tea, a train to Rome
          drinks | {"text": "green tea please now", "search_type": "mmr"}       | green tea please, a train to Rome, black tea, green tea
          drinks | {"text": "tea", "metadata": {"where": {"jsonpath": "$[*] ? (@.n > 1)"}}} | black tea, green tea please
          drinks | {"metadata": {"where": {"jsonpath": "$.tags ? (@ == \\"b\\")"}}} | green tea
          drinks | {"metadata": {"where": {"or": [{"jsonpath": "$ ? (@.n == 1)"}, {"jsonpath": "$ ? (@.n == 3)"}]}}} | black tea, green tea
          drinks | {"text": "", "metadata": {"where": {"jsonpath": "$ ? (@.user_id == \\"bob\\")"}}} | ``
          points | {"embedding": [1, 0, 0, 0, 0, 0, 0, 0]}                      | east, north east, north, west
          points | {"embedding": [0.1, 3, 0, 0, 0, 0, 0, 0], "text": ""}        | north, north east, east, west
          points | {"embedding": [1, 0.2, 0, 0, 0, 0, 0, 0], "search_type": "mmr", "mmr_lambda": 0.5} | east, north, north east, west
          points | {"embedding": [0, 1, 0, 0, 0, 0, 0, 0], "metadata": {"where": {"jsonpath": "$.n"}}} | north east, east
          points | {"metadata": {"where": {"jsonpath": "$.n"}}}                 | north east, east
          """)
  void what_fits_comes_first_and_nothing_else_comes(
      String collection, String body, String documents) {
    assertThat(found(collection, body)).isEqualTo(documents);
  }

  private String found(String collection, String body) {
    return String.join(
        ", ",
        alice
            .json("POST /collection/" + collection + "/search", body)
            .path("results")
            .valueStream()
            .map(result -> result.path("content").stringValue())
            .toList());
  }

  @Test
  void a_page_says_what_was_looked_for_and_how_well_results_fit() {
    JsonNode page =
        alice.json(
            "POST /collection/points/search?limit=3", "{\"embedding\": [1, 0, 0, 0, 0, 0, 0, 0]}");

    assertThat(page.propertyNames())
        .containsExactly("results", "query_vector", "result_count", "total_pages", "current_page");
    assertThat(page.path("query_vector").toString()).isEqualTo("[1.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0]");
    assertThat(page.path("result_count").intValue()).isEqualTo(3);
    assertThat(page.path("total_pages").intValue()).isZero();
    assertThat(page.path("current_page").intValue()).isZero();
    // Cosines from 0 to 1, as the original has them: of 0, 45 and 90 degrees.
    assertThat(page.at("/results/0/score").doubleValue()).isCloseTo(1, within(1e-6));
    assertThat(page.at("/results/1/score").doubleValue()).isCloseTo(0.8535534, within(1e-6));
    assertThat(page.at("/results/2/score").doubleValue()).isCloseTo(0.5, within(1e-6));
    assertThat(page.at("/results/0/embedding").toString()).startsWith("[2.0,0.0,");
  }

  @Test
  void a_filter_alone_has_no_scores_and_no_vector() {
    JsonNode page =
        alice.json(
            "POST /collection/drinks/search",
            "{\"metadata\": {\"where\": {\"jsonpath\": \"$.n\"}}}");

    assertThat(page.path("query_vector").toString()).isEqualTo("[]");
    assertThat(page.at("/results/0/score").doubleValue()).isZero();
  }

  @Test
  void the_vector_of_a_question_can_be_asked_with_again() {
    JsonNode vector =
        alice
            .json("POST /collection/drinks/search", "{\"text\": \"black tea\"}")
            .path("query_vector");
    assertThat(vector).hasSize(384);

    assertThat(found("drinks", "{\"embedding\": " + vector + "}")).startsWith("black tea, ");
    assertThat(found("drinks", "{\"embedding\": " + vector + ", \"search_type\": \"mmr\"}"))
        .startsWith("black tea, ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          drinks | {}                                       | at least one of text, metadata, or embedding must be specified
          drinks | {"text": " ", "embedding": []}           | at least one of text, metadata, or embedding must be specified
          points | {"text": "x", "embedding": [1, 0, 0, 0, 0, 0, 0, 0]} | cannot specify both text and embedding
          points | {"text": "north"}                        | bad request: a text cannot be compared with embeddings of a client's own model
          points | {"embedding": [1, 2, 3]}                 | embedding width mismatch. please ensure that the embeddings you have configured in the zep config are the same width as those you are generating.
          drinks | {"embedding": [1, 0, 0, 0, 0, 0, 0, 0]}  | embedding width mismatch. please ensure that the embeddings you have configured in the zep config are the same width as those you are generating.
          drinks | {"text": "x", "metadata": {"n": 1}}      | bad request: metadata.n is no filter
          drinks | {"text": "x", "search_type": "x"}        | bad request: search_type is none of similarity, mmr
          """)
  void what_makes_no_sense_is_refused(String collection, String body, String line) {
    assertThat(alice.text("POST /collection/" + collection + "/search", body))
        .isEqualTo("400 " + line);
  }

  @Test
  void results_are_bounded() {
    assertThat(
            alice
                .json("POST /collection/drinks/search?limit=2", "{\"text\": \"tea\"}")
                .path("results"))
        .hasSize(2);
    assertThat(alice.text("POST /collection/drinks/search?limit=1001", "{\"text\": \"x\"}"))
        .isEqualTo("400 strconv.ParseInt: parsing \"1001\": value out of range");
  }
}

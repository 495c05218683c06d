package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Search in a session of Zep: by likeness, with variety, and among what a filter leaves.
class ZepSearchServedTest {
  private static final String MESSAGES =
      """
      {"messages": [
        {"role": "user", "content": "green tea", "metadata": {"n": 1, "tags": ["a", "b"]}},
        {"role": "user", "content": "green tea please", "metadata": {"n": 2, "tags": ["b"]}},
        {"role": "user", "content": "black tea", "metadata": {"n": 3, "who": {"name": "x"}}},
        {"role": "assistant", "content": "a train to Rome"}]}
      """;

  @TempDir Path folder;

  private TokenServer server;
  private ZepCaller alice;

  @BeforeEach
  void open() {
    server =
        new TokenServer(
            folder,
            Map.of(),
            InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z")),
            new WordEmbedder(),
            Optional.empty());
    alice = ZepCaller.user(server, "alice");
    assertThat(alice.text("POST /sessions/s1/memory", MESSAGES)).isEqualTo("200 OK");
    alice.says("s2", "green tea elsewhere");
    ZepCaller.user(server, "bob").says("s1", "green tea of bob");
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
          {"text": "green tea"}                                        | green tea, green tea please, black tea, a train to Rome
          {"text": "black black Rome please"}                          | black tea, green tea please, a train to Rome, green tea
          {"text": "green tea", "search_type": "mmr", "mmr_lambda": 1} | green tea, green tea please, black tea, a train to Rome
          {"text": "green tea please now", "search_type": "mmr"}       | green tea please, a train to Rome, black tea, green tea
          {"text": "green tea", "search_scope": "summary"}             | ``
          {"text": "tea", "metadata": {"where": {"jsonpath": "$[*] ? (@.n > 1)"}}} | black tea, green tea please
          {"text": "tea", "search_type": "mmr", "metadata": {"where": {"jsonpath": "$ ? (@.n > 1)"}}} | black tea, green tea please
          {"metadata": {"where": {"jsonpath": "$.tags ? (@ == \\"b\\")"}}} | green tea please, green tea
          {"metadata": {"where": {"or": [{"jsonpath": "$.who"}, {"and": [{"jsonpath": "$ ? (@.n == 1)"}]}]}}} | black tea, green tea
          {"metadata": {"where": {"jsonpath": "$ ? (@.user_id == \\"bob\\")"}}} | ``
          {"metadata": {"start_date": "2026-11-22"}}                   | a train to Rome, black tea, green tea please, green tea
          {"metadata": {"start_date": "2026-11-23"}}                   | ``
          {"metadata": {"end_date": "2026-11-22T12:00:00Z"}}           | a train to Rome, black tea, green tea please, green tea
          {"metadata": {"end_date": "2026-11-22T12:59:59+01:00"}}      | ``
          """)
  void what_fits_comes_first_and_nothing_else_comes(String body, String messages) {
    assertThat(found(body)).isEqualTo(messages);
  }

  @Test
  void results_are_bounded_and_say_how_well_they_fit() {
    JsonNode results = alice.json("POST /sessions/s1/search?limit=2", "{\"text\": \"green tea\"}");

    assertThat(results).hasSize(2);
    assertThat(results.at("/0/dist").doubleValue()).isBetween(0.99, 1.01);
    assertThat(results.at("/0/message/role").stringValue()).isEqualTo("user");
    assertThat(results.get(0).propertyNames())
        .containsExactly("message", "summary", "dist", "embedding");
    assertThat(results.at("/0/summary").isNull()).isTrue();
    assertThat(results.at("/0/embedding").isNull()).isTrue();
    assertThat(alice.text("POST /sessions/s1/search?limit=1001", "{\"text\": \"x\"}"))
        .isEqualTo("400 strconv.ParseInt: parsing \"1001\": value out of range");
  }

  private String found(String body) {
    return String.join(
        ", ",
        alice
            .json("POST /sessions/s1/search", body)
            .valueStream()
            .map(result -> result.path("message").path("content").stringValue())
            .toList());
  }
}

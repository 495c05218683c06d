package dev.memwarden.server.dialect.zep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.http.Body;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Parsed;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Filters of metadata: what they let through, and which are refused.
class WhereTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                                                        ¦ true
          {"jsonpath": "$ ? (@.a == 1)"}                                            ¦ true
          {"jsonpath": "$ ? (@.a == 2)"}                                            ¦ false
          {"and": [{"jsonpath": "$.a"}, {"jsonpath": "$.b"}]}                       ¦ true
          {"and": [{"jsonpath": "$.a"}, {"jsonpath": "$.c"}]}                       ¦ false
          {"or": [{"jsonpath": "$.c"}, {"jsonpath": "$.b"}]}                        ¦ true
          {"or": [{"jsonpath": "$.c"}, {"jsonpath": "$.d"}]}                        ¦ false
          {"or": []}                                                                ¦ true
          {"jsonpath": "$.a", "or": [{"jsonpath": "$.c"}]}                          ¦ false
          {"jsonpath": "$.c", "or": [{"jsonpath": "$.a"}]}                          ¦ false
          {"or": [{"and": [{"jsonpath": "$.a"}, {"jsonpath": "$.c"}]}, {"jsonpath": "$.b"}]} ¦ true
          {"jsonpath": "a"}                                                         ¦ where.jsonpath cannot be read: '$' is missing, at character 1
          {"and": [{"jsonpath": 1}]}                                                ¦ where.and[0].jsonpath is no text
          {"and": {}}                                                               ¦ where.and is no list
          {"and": [[]]}                                                             ¦ where.and has what is no object
          {"not": []}                                                               ¦ where.not is no part of a filter
          """)
  void filters_narrow(String filter, String outcome) {
    assertThat(outcome(filter)).isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource({
    "7, true",
    "8, where.jsonpath is nested more than 8 deep",
  })
  void filters_nest_to_a_bound(int lists, String outcome) {
    String other = "{\"jsonpath\": \"$.a\"}";
    String filter = other;
    for (int i = 0; i < lists; i++) {
      filter = "{\"and\": [" + filter + ", " + other + "]}";
    }

    assertThat(outcome(filter)).isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource({
    "32, true",
    "33, where.or[1].jsonpath is one of more than 32",
  })
  void filters_have_a_bounded_number_of_paths(int paths, String outcome) {
    String path = "{\"jsonpath\": \"$.a\"}";
    String many = "{\"and\": [" + (path + ",").repeat(paths - 3) + path + "]}";

    assertThat(outcome("{\"or\": [" + many + "," + path + "], \"jsonpath\": \"$.a\"}"))
        .isEqualTo(outcome);
  }

  private static String outcome(String filter) {
    String body = "{\"where\": " + filter + "}";
    Call call =
        new Call(
            Method.POST,
            Map.of(),
            Map.of(),
            Body.of(body.getBytes(StandardCharsets.UTF_8)),
            InetAddress.getLoopbackAddress(),
            "r");
    return switch (Reading.body(
        call,
        reading ->
            WhereReader.read(reading.within("where", reading.object("where").orElseThrow())))) {
      case Decoded.Malformed<Where>(var problems) -> problems.getFirst().message();
      case Decoded.Request<Where>(Where where) ->
          Boolean.toString(where.fits(json("{\"a\": 1, \"b\": [2]}")));
    };
  }

  private static JsonNode json(String text) {
    return ((Parsed.Value) Json.parse(text)).node();
  }
}

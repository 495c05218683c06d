package dev.memwarden.server.dialect.zep.jsonpath;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.dialect.zep.jsonpath.JsonPathParser.Outcome;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Parsed;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// What PostgreSQL says to the same paths (`jsonb_path_exists`, lax), and what is refused here.
class JsonPathTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '`',
      textBlock =
          """
          $                                             ¦ {}                          ¦ true
          $.a                                           ¦ {"a": null}                 ¦ true
          $.a                                           ¦ {"b": 1}                    ¦ false
          $.a                                           ¦ 1                           ¦ false
          $.a                                           ¦ [{"b": 1}, {"a": 2}]        ¦ true
          $."a b"                                       ¦ {"a b": 1}                  ¦ true
          $.Straße                                      ¦ {"Straße": 1}               ¦ true
          $.*                                           ¦ {}                          ¦ false
          $.a.*.b                                       ¦ {"a": {"x": {"b": 0}}}      ¦ true
          $.a[*]                                        ¦ {"a": []}                   ¦ false
          $.a[*]                                        ¦ {"a": 1}                    ¦ true
          $.a[0]                                        ¦ {"a": 1}                    ¦ true
          $.a[1]                                        ¦ {"a": 1}                    ¦ false
          $.a[1]                                        ¦ {"a": [1, 2]}               ¦ true
          $.a[2]                                        ¦ {"a": [1, 2]}               ¦ false
          $.a[last].b                                   ¦ {"a": [{"b": 1}, {}]}       ¦ false
          $.a[last - 1].b                               ¦ {"a": [{"b": 1}, {}]}       ¦ true
          $.a[0 to 1] ? (@ == 2)                        ¦ {"a": [1, 2, 3]}            ¦ true
          $.a[0 to 1] ? (@ == 3)                        ¦ {"a": [1, 2, 3]}            ¦ false
          $.a[1 to last] ? (@ == 3)                     ¦ {"a": [1, 2, 3]}            ¦ true
          $[*] ? (@.foo == "bar")                       ¦ {"foo": "bar"}              ¦ true
          $[*] ? (@.foo == "bar")                       ¦ {"foo": "Bar"}              ¦ false
          $ ? (@.foo == "bar")                          ¦ {"foo": ["x", "bar"]}       ¦ true
          $.foo ? (@ == "bar")                          ¦ {"foo": ["x", "bar"]}       ¦ true
          $ ? ("bar" == @.foo)                          ¦ {"foo": "bar"}              ¦ true
          $ ? (@.n > 3)                                 ¦ {"n": 3}                    ¦ false
          $ ? (@.n >= 3)                                ¦ {"n": 3.0}                  ¦ true
          $ ? (3 < @.n)                                 ¦ {"n": 4}                    ¦ true
          $ ? (3 > @.n)                                 ¦ {"n": 4}                    ¦ false
          $ ? (@.n < -1.5e1)                            ¦ {"n": -16}                  ¦ true
          $ ? (@.n == 1e400)                            ¦ {"n": 1}                    ¦ refused
          $ ? (@.n <> 3)                                ¦ {"n": 4}                    ¦ true
          $ ? (@.n = 3)                                 ¦ {"n": 3}                    ¦ refused
          $ ? (@.n == "3")                              ¦ {"n": 3}                    ¦ false
          $ ? (@.n != "3")                              ¦ {"n": 3}                    ¦ false
          $ ? (!(@.n == "3"))                           ¦ {"n": 3}                    ¦ false
          $ ? (@.n == null)                             ¦ {"n": null}                 ¦ true
          $ ? (@.n != null)                             ¦ {"n": 3}                    ¦ true
          $ ? (@.n == null)                             ¦ {}                          ¦ false
          $ ? (@.n < null)                              ¦ {"n": 3}                    ¦ false
          $ ? (@.b == true)                             ¦ {"b": true}                 ¦ true
          $ ? (@.b > false)                             ¦ {"b": true}                 ¦ true
          $ ? (@.s > "a")                               ¦ {"s": "b"}                  ¦ true
          $ ? (@.s > "\\uffff")                         ¦ {"s": "𝄞"}                  ¦ true
          $ ? (@.a == "x" && @.b > 3)                   ¦ {"a": "x", "b": 4}          ¦ true
          $ ? (@.a == "x" && @.b > 3)                   ¦ {"a": "x", "b": 3}          ¦ false
          $ ? (@.a == "x" || @.b > 3 && @.c == 1)       ¦ {"a": "x"}                  ¦ true
          $ ? ((@.a == "x" || @.b > 3) && @.c == 1)     ¦ {"a": "x"}                  ¦ false
          $ ? (@.a == 1 || @.b == 2)                    ¦ {"a": "x", "b": 2}          ¦ true
          $ ? (@.a == 1 && @.b == 2)                    ¦ {"a": "x", "b": 2}          ¦ false
          $ ? (!exists(@.a))                            ¦ {"b": 1}                    ¦ true
          $ ? (exists (@.a[*] ? (@.b == 1)))            ¦ {"a": [{"b": 2}, {"b": 1}]} ¦ true
          $.a ? (@.b == 1) ? (@.c == 2) .d              ¦ {"a": {"b": 1, "c": 2, "d": 0}} ¦ true
          $ ? (@.s starts with "Ber")                   ¦ {"s": "Berlin"}             ¦ true
          $ ? (@.s starts with "ber")                   ¦ {"s": "Berlin"}             ¦ false
          $ ? (@.n starts with "1")                     ¦ {"n": 12}                   ¦ false
          $ ? (@.s == "a\\"b\\u0041")                   ¦ {"s": "a\\"bA"}             ¦ true
          lax $.system.entities[*]?(@.Label=="ORG")     ¦ {"system": {"entities": [{"Label": "ORG"}]}} ¦ true
          strict $.a                                    ¦ {}                          ¦ refused
          $.a == 1                                      ¦ {"a": 2}                    ¦ refused
          a                                             ¦ {}                          ¦ refused
          @.a                                           ¦ {}                          ¦ refused
          $.                                            ¦ {}                          ¦ refused
          $.a.size()                                    ¦ {}                          ¦ refused
          $.**.a                                        ¦ {}                          ¦ refused
          $[0, 0]                                       ¦ {}                          ¦ refused
          $ ? (@.a like_regex "^(a+)+$")                ¦ {}                          ¦ refused
          $ ? ((@.a == 1) is unknown)                   ¦ {}                          ¦ refused
          $ ? (@.a == @.b)                              ¦ {}                          ¦ refused
          $ ? ($.a == 1)                                ¦ {}                          ¦ refused
          $ ? (@.a == $x)                               ¦ {}                          ¦ refused
          $ ? (@.a + 1 == 2)                            ¦ {}                          ¦ refused
          $ ? (@.a == 01)                               ¦ {}                          ¦ refused
          $ ? (@.a == "x)                               ¦ {}                          ¦ refused
          $ ? (@.a == "\\x41")                          ¦ {}                          ¦ refused
          $ ? (@.a == 1) x                              ¦ {}                          ¦ refused
          """)
  void paths_are_read_as_postgresql_reads_them(String path, String document, String outcome) {
    assertThat(outcome(path, document)).isEqualTo(outcome);
  }

  @Test
  void a_refusal_says_what_and_where() {
    assertThat(JsonPathParser.read("$ ? (@.a like_regex \"x\")"))
        .isEqualTo(new Outcome.Refused("like_regex is not supported, at character 20"));
    assertThat(JsonPathParser.read("$.a == true").toString())
        .contains("a condition stands in a filter");
    assertThat(JsonPathParser.read("$" + ".a".repeat(500)))
        .isEqualTo(new Outcome.Refused("a path has at most 1000 characters"));
    assertThat(JsonPathParser.read("$ ?" + "(".repeat(400)).toString()).contains("16 deep");
  }

  /// Filters in filters over long lists, where an engine that multiplies would not come back.
  @Test
  void no_path_takes_longer_than_path_times_document() {
    String list = "[" + "1,".repeat(4_000) + "1]";
    String nested = "@";
    for (int i = 0; i < 12; i++) {
      nested = "@[*][*][*] ? (exists(" + nested + ") || @ == 2)";
    }

    Assertions.assertTimeout(
        Duration.ofSeconds(5), () -> outcome("$[*] ? (exists(" + "@[*]".repeat(200) + "))", list));
    String path = "$ ? (exists(" + nested + "))";
    Assertions.assertTimeout(Duration.ofSeconds(5), () -> outcome(path, list));
  }

  private static String outcome(String path, String document) {
    return switch (JsonPathParser.read(path)) {
      case Outcome.Read(JsonPath read) -> Boolean.toString(read.isIn(json(document)));
      case Outcome.Refused _ -> "refused";
    };
  }

  private static JsonNode json(String text) {
    return ((Parsed.Value) Json.parse(text)).node();
  }
}

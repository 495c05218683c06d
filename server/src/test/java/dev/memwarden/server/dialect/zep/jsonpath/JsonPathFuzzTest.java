package dev.memwarden.server.dialect.zep.jsonpath;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.memwarden.server.dialect.zep.jsonpath.JsonPathParser.Outcome;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Parsed;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Whatever the text: it is refused in a line, or leads from any document to values of that
/// document alone, each at most once.
class JsonPathFuzzTest {
  private static final List<JsonNode> DOCUMENTS =
      Stream.of(
              "{}",
              "[]",
              "null",
              "{\"a\": [1, \"x\", null, true, {\"a\": {\"b\": [[1], [2]]}}], \"b\": -1.5}",
              "[[[1, 2], [3]], {\"a\": \"x\"}]")
          .map(text -> ((Parsed.Value) Json.parse(text)).node())
          .toList();

  static Stream<byte[]> seeds() {
    return Stream.of(
            "$",
            "$.a.b[*]",
            "lax $.\"a\\u0041\"[0 to last - 1].*",
            "$[*] ? (@.a == \"x\" && !(@.b > -1.5e3) || exists(@.c ? (@ starts with \"y\")))",
            "$ ? (1 != @.a[*]) ? (@ <> null)",
            "$ ? (((((((((((((((((((@",
            "$.\"\\ud800",
            "$[999999999 to last]")
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest
  void a_text_is_refused_or_leads_into_the_document(byte[] bytes) {
    switch (JsonPathParser.read(new String(bytes, UTF_8))) {
      case Outcome.Refused(String why) -> assertThat(why).isNotBlank().hasSizeLessThan(200);
      case Outcome.Read(JsonPath path) -> {
        for (JsonNode document : DOCUMENTS) {
          assertThat(path.from(document)).hasSizeLessThanOrEqualTo(size(document));
          assertThat(path.isIn(document)).isEqualTo(!path.from(document).isEmpty());
        }
      }
    }
  }

  private static int size(JsonNode node) {
    int size = 1;
    for (JsonNode child : node) {
      size += size(child);
    }
    return size;
  }
}

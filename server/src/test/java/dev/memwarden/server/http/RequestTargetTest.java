package dev.memwarden.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /                      | []                   | {}
          /a/b                   | [a, b]               | {}
          /a/                    | [a, ]                | {}
          /a%20b/%C3%A4          | [a b, ä]             | {}
          /a+b                   | [a+b]                | {}
          /%252f                 | [%2f]                | {}
          /a;b=c                 | [a;b=c]              | {}
          /alice@example.com     | [alice@example.com]  | {}
          /...                   | [...]                | {}
          /a?x=1&y=2&x=3         | [a]                  | {x=[1, 3], y=[2]}
          /a?x=a+b%2Bc           | [a]                  | {x=[a b+c]}
          /a?x&y=                | [a]                  | {x=[], y=[]}
          /a?&&x=1&              | [a]                  | {x=[1]}
          /a?                    | [a]                  | {}
          /a?x=1?y=2             | [a]                  | {x=[1?y=2]}
          /a?x=a=b               | [a]                  | {x=[a=b]}
          /a?p=/../%2e%2e//      | [a]                  | {p=[/../..//]}
          """)
  void reads(String target, String segments, String query) {
    RequestTarget read = RequestTarget.parse(target).orElseThrow();

    assertThat(read.segments()).hasToString(segments);
    assertThat(read.query()).hasToString(query);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "*",
        "?",
        "http://h/a",
        "//",
        "//a",
        "/a//b",
        "/a//",
        "/.",
        "/..",
        "/a/./b",
        "/a/..",
        "/%2e",
        "/%2E%2e/a",
        "/.%2e",
        "/a%2fb",
        "/a%2Fb",
        "/a%5cb",
        "/a\\b",
        "/a%00b",
        "/a%0d%0ab",
        "/a%7f",
        "/a%c2%85",
        "/a%",
        "/a%a",
        "/a%zz",
        "/a%+1",
        "/%ff",
        "/%c0%ae",
        "/%ed%a0%80",
        "/%f5%80%80%80",
        "/ä",
        "/a#b",
        "/a?#b",
        "/a b",
        "/a?x=%",
        "/a?x=%00",
        "/a?x=%ff",
        "/a?%zz=1"
      })
  void refuses(String target) {
    assertThat(RequestTarget.parse(target)).isEmpty();
  }

  @Test
  void the_number_of_parameters_is_bounded() {
    assertThat(RequestTarget.parse("/a?" + "x=1&".repeat(100))).isPresent();
    assertThat(RequestTarget.parse("/a?" + "x=1&".repeat(101))).isEmpty();
  }

  @Test
  void whatever_comes_in_no_segment_is_dangerous() {
    String alphabet = "/.%2eEfF5cC0a\\?&=+#;:@";
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder target = new StringBuilder("/");
      for (int j = random.nextInt(12); j > 0; j--) {
        target.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }

      List<String> segments =
          RequestTarget.parse(target.toString()).map(RequestTarget::segments).orElse(List.of());
      assertThat(segments).noneMatch(segment -> segment.matches("\\.\\.?|.*[/\\\\\\x00-\\x1f].*"));
      if (segments.size() > 1) {
        assertThat(segments.subList(0, segments.size() - 1)).doesNotContain("");
      }
    }
  }

  @Test
  void what_was_read_cannot_be_changed() {
    Map<String, List<String>> query = RequestTarget.parse("/a?x=1").orElseThrow().query();

    assertThat(query.get("x")).isUnmodifiable();
  }
}

package dev.memwarden.server.leak;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.http.Body;
import dev.memwarden.server.leak.LeakReport.Reading;
import java.util.Collections;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeakReportTest {
  private static String read(String body) {
    return switch (LeakReport.read(Body.of(body.getBytes(UTF_8)))) {
      case Reading.Read(LeakReport report) ->
          report.leaks().stream()
              .map(leak ->
                  leak.token().revealText()
                      + " "
                      + leak.type().orElse("-")
                      + " "
                      + leak.url().orElse("-"))
              .toList()
              .toString();
      case Reading.Malformed(var problems) ->
          problems.stream()
              .map(problem ->
                  problem.location().stream().map(Object::toString).collect(Collectors.joining("."))
                      + " "
                      + problem.type())
              .collect(Collectors.joining(", "));
      case Reading.TooMany _ -> "too many";
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          []                                              | []
          [{"token":"a","type":"b","url":"c","source":"d"}] | [a b c]
          [{"token":"a"},{"token":"a","url":""}]          | [a - -, a - ]
          [{"token":"a","type":null,"url":null}]          | [a - -]
          [{"token":"a","source":7,"later":{"x":[1]}}]    | [a - -]
          {}                                              | body list_type
          {"token":"a"}                                   | body list_type
          null                                            | body list_type
          "a"                                             | body list_type
          [[]]                                            | body.0 object_type
          [{"token":"a"},"b",7]                           | body.1 object_type, body.2 object_type
          [{}]                                            | body.0.token missing
          [{"token":null}]                                | body.0.token string_type
          [{"token":""}]                                  | body.0.token string_type
          [{"token":["a"]}]                               | body.0.token string_type
          [{"token":7,"type":8,"url":{}}]                 | body.0.token string_type, body.0.type string_type, body.0.url string_type
          [{"token":"a"},{"type":"b"}]                    | body.1.token missing
          [{"token":"a","token":"b"}]                     | body.21 json_invalid
          [{"token":"a"}][]                               | body.15 json_invalid
          ``                                              | body.0 json_invalid
          """)
  void is_read_whole_or_not_at_all(String body, String read) {
    assertThat(read(body)).isEqualTo(read);
  }

  @Test
  void a_thousand_mistakes_are_listed_in_part() {
    String body = Collections.nCopies(1_000, "{}").toString();

    assertThat(read(body).split(", ")).hasSize(LeakReport.MAX_PROBLEMS);
  }

  @Test
  void so_many_texts_and_not_one_more() {
    String one = "{\"token\":\"a\"}";

    assertThat(read(Collections.nCopies(LeakReport.MAX_LEAKS, one).toString())).startsWith("[a");
    assertThat(read(Collections.nCopies(LeakReport.MAX_LEAKS + 1, one).toString()))
        .isEqualTo("too many");
  }

  @Test
  void what_is_wrong_is_said_without_what_was_sent() {
    Reading reading = LeakReport.read(Body.of("[sks-secret]".getBytes(UTF_8)));

    assertThat(reading).isInstanceOf(Reading.Malformed.class);
    assertThat(reading.toString()).doesNotContain("sks");
  }
}

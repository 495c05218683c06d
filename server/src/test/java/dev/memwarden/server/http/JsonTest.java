package dev.memwarden.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "1",
        "-0.5e10",
        "\"\\ud83d\\ude00\"",
        "\"😀\"",
        "\"\\\\ud800\"",
        " {\"a\": [1, {\"a\": 2}]} ",
        "{\"a\":1.10,\"b\":12345678901234567890123456789012345678901234567890}",
      })
  void one_meaning_is_read(String text) {
    assertThat(Json.parse(text.getBytes(StandardCharsets.UTF_8))).isInstanceOf(Parsed.Value.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "{",
        "{\"a\":1,\"a\":2}",
        "{\"a\":{\"b\":1,\"b\":2}}",
        "{\"a\":1,\"\\u0061\":2}",
        "{} {}",
        "{}x",
        "{}]",
        "[1,]",
        "{\"a\":1,}",
        "{a:1}",
        "{'a':1}",
        "NaN",
        "[NaN]",
        "Infinity",
        "-Infinity",
        "01",
        "+1",
        ".5",
        "1.",
        "0x10",
        "1e400",
        "[[1e400]]",
        "1e2147483648",
        "\"\\ud800\"",
        "\"\\udc00\"",
        "\"\\ud800\\ud800\"",
        "\"\\ud800x\"",
        "{\"\\ud800\":1}",
        "\"\\u00\"",
        "\"\\x\"",
        "\"a\u0001\"",
        "\"a\nb\"",
        "/* c */ {}",
        "// c\n{}",
        "\ufeff{}",
        "True",
      })
  void two_meanings_are_not(String text) {
    assertThat(Json.parse(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(Parsed.Invalid.class);
  }

  @Test
  void other_encodings_are_not() {
    assertThat(Json.parse("{}".getBytes(StandardCharsets.UTF_16BE)))
        .isInstanceOf(Parsed.Invalid.class);
    assertThat(Json.parse("[\"ä\"]".getBytes(StandardCharsets.ISO_8859_1)))
        .isEqualTo(new Parsed.Invalid(0, "Not valid UTF-8"));
    assertThat(Json.parse(new byte[] {'"', (byte) 0xc0, (byte) 0xaf, '"'}))
        .isInstanceOf(Parsed.Invalid.class);
    assertThat(Json.parse(new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'}))
        .isInstanceOf(Parsed.Invalid.class);
  }

  @ParameterizedTest
  @CsvSource({"64, true", "65, false", "100000, false"})
  void depth_is_bounded(int depth, boolean accepted) {
    assertThat(Json.parse("[".repeat(depth) + "]".repeat(depth)) instanceof Parsed.Value)
        .isEqualTo(accepted);
  }

  @ParameterizedTest
  @CsvSource({"100, true", "101, false", "1000000, false"})
  void length_of_numbers_is_bounded(int length, boolean accepted) {
    assertThat(Json.parse("1".repeat(length)) instanceof Parsed.Value).isEqualTo(accepted);
  }

  @Test
  void what_is_longer_when_it_is_written_is_not_read() {
    assertThat(Json.parse("1".repeat(94) + "e99")).isInstanceOf(Parsed.Value.class);
    assertThat(Json.parse("1".repeat(95) + "e99")).isInstanceOf(Parsed.Invalid.class);
    assertThat(Json.parse("-" + "9".repeat(100))).isInstanceOf(Parsed.Invalid.class);
  }

  @Test
  void the_place_of_an_error_is_told() {
    assertThat(Json.parse("{\"a\": x}"))
        .isInstanceOfSatisfying(
            Parsed.Invalid.class, invalid -> assertThat(invalid.position()).isBetween(6, 8));
    assertThat(Json.parse("[\"\\ud800\"]"))
        .isEqualTo(new Parsed.Invalid(2, "Half a surrogate pair"));
  }

  @Test
  void numbers_are_written_as_they_were_read() {
    String text = "[1.10,0.1,123456789012345678901234567890,1E-7]";

    assertThat(Json.parse(text))
        .isInstanceOfSatisfying(
            Parsed.Value.class, value -> assertThat(Json.text(value.node())).isEqualTo(text));
  }
}

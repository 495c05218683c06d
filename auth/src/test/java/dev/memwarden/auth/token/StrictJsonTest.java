package dev.memwarden.auth.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

  @Test
  void every_kind_of_value_is_read() {
    assertThat(
            read(
                "{\"s\":\"a\\u00e9\\ud83d\\ude00\",\"n\":1.5,\"t\":true,\"f\":false,\"z\":null,"
                    + "\"l\":[1,\"x\",[]],\"o\":{\"s\":\"b\"}}"))
        .isEqualTo(
            new JsonValue.Members(
                Map.of(
                    "s", new JsonValue.Text("aé😀"),
                    "n", new JsonValue.Number(1.5),
                    "t", new JsonValue.Truth(true),
                    "f", new JsonValue.Truth(false),
                    "z", new JsonValue.Null(),
                    "l",
                        new JsonValue.Array(
                            List.of(
                                new JsonValue.Number(1),
                                new JsonValue.Text("x"),
                                new JsonValue.Array(List.of()))),
                    "o", new JsonValue.Members(Map.of("s", new JsonValue.Text("b"))))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "1",
        "\"a\"",
        "[]",
        "null",
        "{",
        "}",
        "{]",
        "{}x",
        "{}{}",
        "{} {}",
        "{}]",
        "{\"a\":1,}",
        "{,}",
        "{\"a\"}",
        "{\"a\":}",
        "{a:1}",
        "{'a':1}",
        "{\"a\":'b'}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":[1,]}",
        "{\"a\":[1}}",
        "{\"a\":\"b}",
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,\"b\":2,\"a\":3}",
        "{\"a\":1,\"\\u0061\":1}",
        "{\"o\":{\"a\":1,\"a\":1}}",
        "{\"l\":[{\"a\":1,\"a\":1}]}",
        "{\"a\":NaN}",
        "{\"a\":Infinity}",
        "{\"a\":-Infinity}",
        "{\"a\":1e400}",
        "{\"a\":-1e400}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":.5}",
        "{\"a\":1.}",
        "{\"a\":0x10}",
        "{\"a\":1_000}",
        "{\"a\":True}",
        "{\"a\":undefined}",
        "{\"a\":1}//",
        "/**/{\"a\":1}",
        "{\"a\":1}#",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12\"}",
        "{\"a\":\"\t\"}",
        "{\"a\":\"\n\"}",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":\"\\udc00\"}",
        "{\"a\":\"\\ud800x\"}",
        "{\"\\ud800\":1}",
        "{\"a\":\"\\ude00\\ud83d\"}",
        "\ufeff{\"a\":1}",
        "{\"a\":1}\u0000",
      })
  void whatever_two_readers_could_differ_about_is_refused(String text) {
    assertThat(StrictJson.object(text.getBytes(UTF_8))).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a byte that starts nothing,           7b2261223a22ff227d",
    "a sequence that is cut off,           7b2261223a22c3227d",
    "an overlong slash,                    7b2261223a22c0af227d",
    "half a pair as three bytes,           7b2261223a22eda080227d",
    "beyond the last code point,           7b2261223a22f4908080227d",
    "a byte order mark,                    efbbbf7b7d",
    "UTF-16 with a mark,                   feff007b007d",
    "UTF-16 without one,                   007b007d",
    "UTF-16 in the other order,            7b007d00",
    "UTF-32,                               0000007b0000007d",
  })
  void only_well_formed_utf_8_is_read(String what, String bytes) {
    assertThat(StrictJson.object(HexFormat.of().parseHex(bytes))).as(what).isEmpty();
  }

  @Test
  void nesting_is_bounded() {
    assertThat(StrictJson.object(nested(StrictJson.MAX_DEPTH))).isPresent();
    assertThat(StrictJson.object(nested(StrictJson.MAX_DEPTH + 1))).isEmpty();
    assertThat(StrictJson.object(nested(10_000))).isEmpty();
  }

  @Test
  void numbers_that_are_tiny_or_long_cost_nothing() {
    assertThat(read("{\"a\":1e-999999999}")).isEqualTo(read("{\"a\":0}"));
    assertThat(StrictJson.object(("{\"a\":" + "9".repeat(5_000) + "}").getBytes(UTF_8))).isEmpty();
  }

  private static byte[] nested(int depth) {
    return ("{\"a\":" + "[".repeat(depth - 1) + "]".repeat(depth - 1) + "}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static JsonValue read(String text) {
    return StrictJson.object(text.getBytes(UTF_8)).orElseThrow();
  }
}

package dev.memwarden.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Whatever comes as JSON: a second reader takes the same and understands the same.
class JsonFuzzTest {

  static Stream<byte[]> seeds() {
    return Stream.of(
            "",
            "{}",
            " [ null , true,false ]\r\n\t",
            "{\"messages\":[{\"role\":\"user\",\"content\":\"I love tea\"}],\"user_id\":\"alice\"}",
            "{\"a\":1,\"a\":2}",
            "{\"a\":{\"b\":1,\"\\u0062\":2}}",
            "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\\ud83d\\ude00\u00e4\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"\\uDbFf\\uDfFf\"",
            "\"\u0000\u007f\u2028\"",
            "[0,-0,0.0,-0.0,1e5,1E+5,1.5e-7,123456789012345678901234567890.10]",
            "[1e308,1e309,-1e400,1e-400,0e999999999,1e2147483647,1e2147483648,1e-2147483648]",
            "[1e0,2e1,31e-80044,1e-0]",
            "1".repeat(97) + "e99",
            "1".repeat(98) + "e99",
            "9".repeat(100),
            "-" + "9".repeat(100),
            "1".repeat(101),
            "01",
            "[1,]",
            "{\"a\":1,}",
            "// c\n{}",
            "NaN",
            "\ufeff{}",
            "{}{}",
            "[".repeat(64) + "]".repeat(64),
            "[".repeat(65) + "]".repeat(65))
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest
  void two_readers_agree(byte[] bytes) {
    Optional<String> text = strictText(bytes);
    Parsed parsed = Json.parse(bytes);

    text.ifPresent(one -> assertThat(Json.parse(one)).isEqualTo(parsed));
    judge(FuzzedText.of(bytes, UTF_8), Json.parse(FuzzedText.of(bytes, UTF_8)));
    switch (parsed) {
      case Parsed.Invalid invalid -> assertThat(invalid.message()).isNotBlank();
      case Parsed.Value(JsonNode node) -> {
        assertThat(text).isPresent();
        byte[] written = Json.write(node);
        // 1e0 is a decimal, but is written as the integer 1: the value is the same.
        JsonNode again = ((Parsed.Value) Json.parse(written)).node();
        assertThat(plain(again)).isEqualTo(plain(node));
        assertThat(Json.write(again)).isEqualTo(written);
        assertThat(Json.text(node).getBytes(UTF_8)).isEqualTo(written);
      }
    }
  }

  private static void judge(String text, Parsed parsed) {
    Optional<Object> second;
    try {
      second = Optional.of(MiniJson.read(text));
    } catch (MiniJson.NoJson _) {
      second = Optional.empty();
    }
    switch (parsed) {
      case Parsed.Value(JsonNode node) -> assertThat(second).contains(plain(node));
      case Parsed.Invalid(int position, _) -> {
        assertThat(second).isEmpty();
        assertThat(position).isBetween(0, text.length());
      }
    }
  }

  private static Optional<String> strictText(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    return Arrays.equals(text.getBytes(UTF_8), bytes) ? Optional.of(text) : Optional.empty();
  }

  private static Object plain(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        Map<String, Object> object = new LinkedHashMap<>();
        node.properties().forEach(entry -> object.put(entry.getKey(), plain(entry.getValue())));
        yield object;
      }
      case ARRAY -> {
        List<Object> array = new ArrayList<>();
        node.forEach(element -> array.add(plain(element)));
        yield array;
      }
      case STRING -> node.stringValue();
      case NUMBER -> number(node);
      case BOOLEAN, NULL -> node.toString();
      case BINARY, MISSING, POJO -> throw new AssertionError(node.getNodeType());
    };
  }

  private static BigDecimal number(JsonNode node) {
    return node.isIntegralNumber() ? new BigDecimal(node.bigIntegerValue()) : node.decimalValue();
  }
}

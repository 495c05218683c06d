package dev.memwarden.auth.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.memwarden.auth.token.JsonValue.Members;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever a token says of itself: it is read in one way, or not at all.
class StrictJsonFuzzTest {

  static Stream<byte[]> seeds() {
    return Stream.of(
            "",
            "{}",
            " {\"alg\" : \"HS256\" , \"typ\":\"JWT\"}\n",
            "{\"sub\":\"alice\",\"aud\":[\"a\",\"b\"],\"exp\":1795348740.5,\"x\":null,\"y\":true}",
            "{\"a\":1,\"a\":2}",
            "{\"a\":1,\"\\u0061\":2}",
            "{\"a\":{\"b\":[{\"c\":{}}]}}",
            "{\"n\":[0,-0,-0.0,1e5,1E+5,1.5e-7,1e-400,1e308,9007199254740993]}",
            "{\"n\":1e309}",
            "{\"n\":-1e400}",
            "{\"n\":01}",
            "{\"n\":NaN}",
            "{\"n\":" + "1".repeat(40) + "}",
            "{\"n\":" + "1".repeat(41) + "}",
            "{\"s\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\\ud83d\\ude00\u00e4\"}",
            "{\"s\":\"\\ud800\"}",
            "{\"\\udc00\\ud800\":1}",
            "{\"s\":\"\u007f\u2028\u0000\"}",
            "{\"a\":" + "[".repeat(15) + "]".repeat(15) + "}",
            "{\"a\":" + "[".repeat(16) + "]".repeat(16) + "}",
            "\ufeff{}",
            "{}{}",
            "{}x",
            "{/**/}",
            "{'a':1}",
            "{\"a\":1,}",
            "[]",
            "1")
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest
  void an_object_means_one_thing_or_nothing(byte[] bytes) {
    Optional<Members> read = StrictJson.object(bytes);
    if (read.isEmpty()) {
      return;
    }
    String text = new String(bytes, UTF_8);
    assertThat(text.getBytes(UTF_8)).isEqualTo(bytes);
    assertThat(JsonText.depth(read.get())).isLessThanOrEqualTo(StrictJson.MAX_DEPTH);

    String written = JsonText.of(read.get());
    assertThat(written.codePoints()).noneMatch(StrictJsonFuzzTest::isHalf);
    assertThat(object(written)).isEqualTo(read);
    assertThat(object("\t" + text + "\r\n ")).isEqualTo(read);

    // What would let two readers differ is refused, whatever stands around it.
    assertThat(object(text + "{}")).isEmpty();
    assertThat(object("\ufeff" + text)).isEmpty();
    assertThat(object("[" + text + "]")).isEmpty();
    read.get()
        .byName()
        .forEach((name, value) -> {
          String member = JsonText.of(new Members(Map.of(name, value)));
          assertThat(object("{" + inner(member) + "," + inner(written) + "}")).isEmpty();
        });
  }

  private static Optional<Members> object(String text) {
    return StrictJson.object(text.getBytes(UTF_8));
  }

  private static String inner(String object) {
    return object.substring(1, object.length() - 1);
  }

  private static boolean isHalf(int codePoint) {
    return codePoint >= 0xd800 && codePoint <= 0xdfff;
  }
}

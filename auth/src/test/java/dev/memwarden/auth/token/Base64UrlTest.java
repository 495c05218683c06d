package dev.memwarden.auth.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Base64UrlTest {

  @ParameterizedTest
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          TEXT   | BYTES
          ~~     | ~~
          Zg     | f
          Zm8    | fo
          Zm9v   | foo
          Zm9vYg | foob
          Pz8_   | ???
          Pj4-   | >>>
          Zh     | refused
          Zv     | refused
          Zm9    | refused
          Zm8=   | refused
          Zg==   | refused
          Z      | refused
          Zm9vY  | refused
          Pz8/   | refused
          Pj4+   | refused
          ~Zm8 ~ | refused
          ~ Zm8~ | refused
          Zm.v   | refused
          Zmäv   | refused
          """)
  void there_is_one_text_for_any_bytes(String text, String bytes) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    Optional<String> decoded =
        Base64Url.decode(encoded, 0, encoded.length).map(all -> new String(all, US_ASCII));

    assertThat(decoded.orElse("refused")).isEqualTo(bytes);
  }

  @Test
  void what_is_encoded_is_decoded() {
    var random = new Random(7);
    for (int length = 0; length < 200; length++) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      byte[] text = Base64Url.encode(bytes);

      assertThat(Base64Url.decode(text, 0, text.length)).contains(bytes);
    }
  }

  @Test
  void only_the_part_that_is_meant_is_read() {
    assertThat(Base64Url.decode("a.Zm9v.b".getBytes(US_ASCII), 2, 6))
        .contains("foo".getBytes(US_ASCII));
  }
}

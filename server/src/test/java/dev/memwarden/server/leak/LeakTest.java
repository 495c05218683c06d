package dev.memwarden.server.leak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Secret;
import dev.memwarden.auth.key.KeyText;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeakTest {
  private static String reason(String token, String url) {
    return Leak.of(Secret.of(token), Optional.empty(), Optional.of(url)).reason();
  }

  @Test
  void the_reason_names_the_place() {
    assertThat(reason("found", "https://github.com/o/r/blob/main/a%20b.txt#L1"))
        .isEqualTo("reported as leaked: https://github.com/o/r/blob/main/a%20b.txt#L1");
    assertThat(Leak.of(Secret.of("found"), Optional.empty(), Optional.empty()).reason())
        .isEqualTo("reported as leaked");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "https://",
        "github.com/o/r",
        "javascript:alert(1)",
        "https://x/a b",
        "https://x/\nkey revoked by its owner",
        "https://x/\r",
        "https://x/\u0000",
        "https://x/\u202etxt.exe",
        "https://x/ü",
        "https://x/\u2028",
        " https://x/"
      })
  void what_is_no_plain_url_is_left_out(String url) {
    assertThat(reason("found", url)).isEqualTo("reported as leaked");
  }

  @Test
  void it_is_as_long_as_one_that_is_given_by_hand() {
    String longest =
        "https://" + "x".repeat(Leak.MAX_REASON - "reported as leaked: https://".length());

    assertThat(reason("found", longest)).hasSize(Leak.MAX_REASON).endsWith("x");
    assertThat(reason("found", longest + "y")).hasSize(Leak.MAX_REASON).endsWith("x…");
    assertThat(reason("found", longest.repeat(9))).hasSize(Leak.MAX_REASON);
  }

  @Test
  void no_key_is_ever_in_it() {
    String key = KeyText.mint(new SecureRandom()).text().revealText();

    assertThat(reason(key, "https://x/?q=" + key)).isEqualTo("reported as leaked");
    assertThat(reason("t0ken", "https://x/t0ken/y")).isEqualTo("reported as leaked");
    assertThat(reason("other", "https://x/?q=" + key + "&" + key))
        .isEqualTo("reported as leaked: https://x/?q=sks-…&sks-…");
    assertThat(reason("other", "https://x/" + "y".repeat(150) + key)).doesNotContain("sks-0");
  }

  @Test
  void its_hash_is_that_of_the_text_and_its_text_is_not_printed() {
    Leak leak = Leak.of(Secret.of("abc"), Optional.of("type"), Optional.empty());

    // FIPS 180-2, appendix B.1.
    assertThat(leak.hash()).isEqualTo("ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    assertThat(leak.toString()).doesNotContain("abc");
  }
}

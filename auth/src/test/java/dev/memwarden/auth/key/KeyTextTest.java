package dev.memwarden.auth.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Secret;
import dev.memwarden.auth.key.KeyText.Shape;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTextTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  @Test
  void is_recognised_with_its_id() {
    for (int i = 0; i < 1000; i++) {
      KeyText key = KeyText.mint(RANDOM);

      assertThat(key.text().revealText()).matches(KeyText.PATTERN).hasSize(70);
      assertThat(key.text().revealText().substring(4, 20)).isEqualTo(key.id());
      assertThat(KeyText.shapeOf(key.text())).isEqualTo(new Shape.Own(key.id()));
    }
  }

  @Test
  void carries_a_check_that_others_can_compute() {
    String text = KeyText.mint(RANDOM).text().revealText();
    CRC32 crc = new CRC32();
    crc.update(text.substring(0, 64).getBytes(StandardCharsets.US_ASCII));
    String digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    long value = 0;
    for (char c : text.substring(64).toCharArray()) {
      value = value * 62 + digits.indexOf(c);
    }

    assertThat(value).isEqualTo(crc.getValue());
  }

  @Test
  void pads_a_small_check_with_zeros() {
    // One key in five has a check below 62^5.
    String small = withSmallCheck();

    assertThat(small.charAt(64)).isEqualTo('0');
    assertThat(KeyText.shapeOf(Secret.of(small))).isInstanceOf(Shape.Own.class);
  }

  @Test
  void draws_every_digit_about_equally_often() {
    int[] seen = new int[128];
    int drawn = 0;
    for (int i = 0; i < 2000; i++) {
      String text = KeyText.mint(RANDOM).text().revealText();
      for (char c : (text.substring(4, 20) + text.substring(21, 64)).toCharArray()) {
        seen[c]++;
        drawn++;
      }
    }
    Set<Character> digits = new HashSet<>();
    double expected = drawn / 62.0;
    for (char c = 0; c < 128; c++) {
      if (seen[c] > 0) {
        digits.add(c);
        // Bytes without rejection would favour eight digits by a quarter; chance stays far below a
        // tenth
        // for the rest.
        assertThat(seen[c] / expected).isBetween(0.85, 1.15);
      }
    }
    assertThat(digits).hasSize(62);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "flip check",
        "flip secret",
        "flip id",
        "cut",
        "cut much",
        "extend",
        "case",
        "unicode digit",
        "homoglyph",
        "newline",
        "carriage return",
        "space",
        "nul",
        "leading nul in secret",
        "second underscore",
        "dash for underscore in secret",
        "doubled"
      })
  void is_broken_when_anything_about_it_changed(String attack) {
    for (int i = 0; i < 50; i++) {
      String key = KeyText.mint(RANDOM).text().revealText();
      String attacked = attack(attack).apply(key);

      assertThat(attacked).isNotEqualTo(key);
      assertThat(KeyText.shapeOf(Secret.of(attacked))).isInstanceOf(Shape.BrokenOwn.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"' OR 1=1 --AAAAA", "AAAAAAAAAAAAAAA\0", "AAAAAAAAAAAAAAA\n", "AAAAAAAAAAAAAA_A"})
  void is_broken_when_the_check_holds_but_the_id_is_no_id(String id) {
    assertThat(KeyText.shapeOf(TestKeys.withId(RANDOM, id))).isInstanceOf(Shape.BrokenOwn.class);
    assertThat(KeyText.shapeOf(TestKeys.withId(RANDOM, "A".repeat(16))))
        .isEqualTo(new Shape.Own("A".repeat(16)));
  }

  @Test
  void is_broken_when_any_single_character_changed() {
    String key = KeyText.mint(RANDOM).text().revealText();
    for (int at = 0; at < key.length(); at++) {
      Shape shape = KeyText.shapeOf(Secret.of(flip(key, at)));

      assertThat(shape).isNotInstanceOf(Shape.Own.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''
          sks-
          sks-MTpjNDYwMjA5N2I2NDU0MWU3YWQ5NGVhMmQ3OGI5ZGMyNw
          sks-abc+/=
          sk-alice-test-key-12345
          sk-bob_test
          SKS-0123456789abcdef_0000
          skx-0123456789abcdef_0000
          xks-0123456789abcdef_0000
          sxs-0123456789abcdef_0000
          sks.0123456789abcdef_0000
          eyJhbGciOiJIUzI1NiJ9.e30.x_y
          """)
  void is_foreign_when_it_does_not_look_like_ours(String text) {
    assertThat(KeyText.shapeOf(Secret.of(text))).isInstanceOf(Shape.Foreign.class);
  }

  @Test
  void says_its_id_and_never_its_text() {
    KeyText key = KeyText.mint(RANDOM);

    assertThat(key.toString())
        .contains(key.id())
        .doesNotContain(key.text().revealText().substring(21));
  }

  private static UnaryOperator<String> attack(String name) {
    return switch (name) {
      case "flip check" -> key -> flip(key, 69);
      case "flip secret" -> key -> flip(key, 40);
      case "flip id" -> key -> flip(key, 4);
      case "cut" -> key -> key.substring(0, 69);
      case "cut much" -> key -> key.substring(0, 21);
      case "extend" -> key -> key + "0";
      case "case" -> KeyTextTest::swapCase;
      case "unicode digit" -> key -> key.substring(0, 30) + "\u0663" + key.substring(31);
      case "homoglyph" -> key -> key.substring(0, 30) + "\u0430" + key.substring(31);
      case "newline" -> key -> key + "\n";
      case "carriage return" -> key -> key + "\r";
      case "space" -> key -> key + " ";
      case "nul" -> key -> key + "\0";
      case "leading nul in secret" -> key -> key.substring(0, 21) + "\0" + key.substring(22);
      case "second underscore" -> key -> key.substring(0, 30) + "_" + key.substring(31);
      case "dash for underscore in secret" ->
          key -> key.substring(0, 20) + "-" + key.substring(21, 30) + "_" + key.substring(31);
      case "doubled" -> key -> key + key;
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static String flip(String key, int at) {
    char other = key.charAt(at) == 'A' ? 'B' : 'A';
    return key.substring(0, at) + other + key.substring(at + 1);
  }

  private static String swapCase(String key) {
    StringBuilder swapped = new StringBuilder(key.substring(0, 21));
    for (char c : key.substring(21).toCharArray()) {
      swapped.append(
          Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c));
    }
    return swapped.toString();
  }

  private static String withSmallCheck() {
    for (int i = 0; i < 1_000_000; i++) {
      String text = KeyText.mint(RANDOM).text().revealText();
      if (text.charAt(64) == '0') {
        return text;
      }
    }
    throw new AssertionError("one in five keys has a small check");
  }
}

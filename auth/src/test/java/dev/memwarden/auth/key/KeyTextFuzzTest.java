package dev.memwarden.auth.key;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.key.KeyText.Shape;
import java.security.SecureRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever is presented as a key, against a second reading of the same rules.
class KeyTextFuzzTest {
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  static Stream<byte[]> seeds() {
    String id = "sks-0123456789ABCDEF_";
    String secret = "abcdefghijklmnopqrstuvwxyz01234567890ABCDEF";
    return Stream.of(
            "",
            "sks-",
            "sks-_",
            "sk-alice-test-key-12345",
            "sks-c3RhbmRhcmQrYmFzZTY0/w==",
            id + secret + check(id + secret),
            id + secret + "000000",
            id + secret + check(id + secret) + "0",
            id + secret.replace('a', '\u00e4') + check(id + secret),
            "SKS-" + id.substring(4) + secret + check(id + secret))
        .map(text -> text.getBytes(ISO_8859_1));
  }

  @MethodSource("seeds")
  @FuzzTest
  void a_key_is_one_or_it_is_not(byte[] presented) {
    String text = new String(presented, ISO_8859_1);

    assertThat(KeyText.shapeOf(Secret.copyOf(presented))).isEqualTo(naiveShape(text));
    if (text.length() >= 70) {
      judgeMended(text.substring(0, 64));
    }
    judgeMinted(presented);
  }

  // The fuzzer cannot guess a checksum; with it, what it found can be a key.
  private static void judgeMended(String start) {
    String mended = start + check(start);
    Shape shape = KeyText.shapeOf(Secret.copyOf(mended.getBytes(ISO_8859_1)));

    assertThat(shape).isEqualTo(naiveShape(mended));
    if (shape instanceof Shape.Own) {
      for (int i = 0; i < mended.length(); i++) {
        byte[] mistyped = mended.getBytes(ISO_8859_1);
        mistyped[i] = (byte) (mistyped[i] == '0' ? '1' : '0');
        assertThat(KeyText.shapeOf(Secret.copyOf(mistyped))).isNotInstanceOf(Shape.Own.class);
      }
    }
  }

  private static void judgeMinted(byte[] entropy) {
    KeyText minted = KeyText.mint(new Fed(entropy));

    assertThat(minted.text().revealText()).matches(KeyText.PATTERN);
    assertThat(KeyText.shapeOf(minted.text())).isEqualTo(new Shape.Own(minted.id()));
  }

  private static Shape naiveShape(String text) {
    if (!text.matches("(?s)sks-.*_.*")) {
      return new Shape.Foreign();
    }
    boolean own =
        text.matches("\\A" + KeyText.PATTERN + "\\z")
            && text.endsWith(check(text.substring(0, 64)));
    return own ? new Shape.Own(text.substring(4, 20)) : new Shape.BrokenOwn();
  }

  /// CRC-32 bit by bit, in base 62.
  private static String check(String text) {
    int crc = -1;
    for (char c : text.toCharArray()) {
      crc ^= c & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ 0xEDB88320;
      }
    }
    long rest = ~crc & 0xffffffffL;
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      digits.insert(0, DIGITS.charAt((int) (rest % 62)));
      rest /= 62;
    }
    return digits.toString();
  }

  /// Randomness of the fuzzer's choice, and a count when that is used up.
  private static final class Fed extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final byte[] food;
    private int at;

    Fed(byte[] food) {
      this.food = food;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      for (int i = 0; i < bytes.length; i++, at++) {
        bytes[i] = at < food.length ? food[at] : (byte) at;
      }
    }
  }
}

package dev.memwarden.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.memwarden.auth.Secret;
import dev.memwarden.auth.key.KeyText;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.zip.CRC32;

/// Texts that are no good keys, in all the ways in which a text can fail to be one.
public final class ForgedKeys {
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int ID_END = 20;
  private static final int CHECK_START = 64;
  private static final int CHECK_LENGTH = 6;

  private final SecureRandom random;

  public ForgedKeys(SecureRandom random) {
    this.random = random;
  }

  /// Looks like ours but for one character of its check.
  public String malformed() {
    String text = unknown();
    char last = text.charAt(text.length() - 1);
    return text.substring(0, text.length() - 1) + (last == '0' ? '1' : '0');
  }

  /// Well-formed, and never issued.
  public String unknown() {
    return KeyText.mint(random).text().revealText();
  }

  /// The id of `key` with another secret, and a check that fits.
  public String wrongSecret(String key) {
    String head = key.substring(0, ID_END) + unknown().substring(ID_END, CHECK_START);
    String text = head + check(head);
    if (!(KeyText.shapeOf(Secret.of(text)) instanceof KeyText.Shape.Own)) {
      throw new IllegalStateException("the format of keys has changed");
    }
    return text;
  }

  /// A key of some other system.
  public String foreign() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static String check(String head) {
    CRC32 crc = new CRC32();
    crc.update(head.getBytes(US_ASCII));
    long rest = crc.getValue();
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < CHECK_LENGTH; i++) {
      digits.append(DIGITS.charAt((int) (rest % DIGITS.length())));
      rest /= DIGITS.length();
    }
    return digits.reverse().toString();
  }
}

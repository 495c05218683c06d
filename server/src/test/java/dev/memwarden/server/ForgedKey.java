package dev.memwarden.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.memwarden.auth.key.KeyText;
import java.security.SecureRandom;
import java.util.zip.CRC32;

/// Keys of the right form that nobody gave out.
final class ForgedKey {
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final SecureRandom RANDOM = new SecureRandom();

  private ForgedKey() {}

  /// Any.
  static String any() {
    return KeyText.mint(RANDOM).text().revealText();
  }

  /// One with the id of `key` and another secret, whose check holds.
  static String withIdOf(String key) {
    String checked = key.substring(0, 21) + any().substring(21, 64);
    CRC32 crc = new CRC32();
    crc.update(checked.getBytes(US_ASCII));
    StringBuilder check = new StringBuilder();
    long rest = crc.getValue();
    for (int i = 0; i < 6; i++) {
      check.insert(0, DIGITS.charAt((int) (rest % 62)));
      rest /= 62;
    }
    return checked + check;
  }
}

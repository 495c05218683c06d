package dev.memwarden.auth.key;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.memwarden.auth.Secret;
import java.security.SecureRandom;
import java.util.zip.CRC32;

/// Key texts that the program itself would not make.
final class TestKeys {
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private TestKeys() {}

  /// A well-formed key with a given id and a secret of its own.
  static Secret withId(SecureRandom random, String id) {
    String secret = KeyText.mint(random).text().revealText().substring(21, 64);
    String checked = "sks-" + id + "_" + secret;
    CRC32 crc = new CRC32();
    crc.update(checked.getBytes(US_ASCII));
    StringBuilder check = new StringBuilder();
    long rest = crc.getValue();
    for (int i = 0; i < 6; i++) {
      check.insert(0, DIGITS.charAt((int) (rest % 62)));
      rest /= 62;
    }
    return Secret.of(checked + check);
  }
}

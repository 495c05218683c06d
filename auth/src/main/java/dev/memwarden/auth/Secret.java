package dev.memwarden.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Function;

/// Bytes that are never printed, and are compared in time that depends on their length only.
public final class Secret {
  private final byte[] bytes;

  private Secret(byte[] bytes) {
    this.bytes = bytes;
  }

  /// A secret made of a copy of `bytes`.
  public static Secret copyOf(byte[] bytes) {
    return new Secret(bytes.clone());
  }

  /// A secret made of the UTF-8 bytes of `text`.
  public static Secret of(String text) {
    return new Secret(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Number of bytes.
  public int length() {
    return bytes.length;
  }

  /// Constant-time comparison (for equal lengths).
  public boolean matches(Secret other) {
    return MessageDigest.isEqual(bytes, other.bytes);
  }

  /// Lends a copy of the bytes to `use` and wipes the copy afterwards. The one way to read a
  /// secret, so that every reader can be found.
  public <T> T reveal(Function<byte[], T> use) {
    byte[] copy = bytes.clone();
    try {
      return use.apply(copy);
    } finally {
      Arrays.fill(copy, (byte) 0);
    }
  }

  /// The secret as text, for the one reply in which a new key is shown and for parsing.
  public String revealText() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "Secret[redacted]";
  }
}

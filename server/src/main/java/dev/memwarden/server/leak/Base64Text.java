package dev.memwarden.server.leak;

import java.util.Base64;
import java.util.Optional;

/// Bytes as text (RFC 4648 §4).
final class Base64Text {
  private Base64Text() {}

  /// The bytes; empty if `text` is no Base64.
  static Optional<byte[]> decode(String text) {
    try {
      return Optional.of(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// The text of `bytes`.
  static String encode(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}

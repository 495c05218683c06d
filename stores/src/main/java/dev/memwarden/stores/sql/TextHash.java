package dev.memwarden.stores.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.memwarden.auth.Sha256;
import java.util.HexFormat;

/// What makes two texts duplicates.
final class TextHash {
  private TextHash() {}

  /// SHA-256 of the text without white space at either end, in lower-case hex.
  static String of(String text) {
    return HexFormat.of().formatHex(Sha256.of(text.strip().getBytes(UTF_8)));
  }
}

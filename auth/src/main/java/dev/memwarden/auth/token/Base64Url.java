package dev.memwarden.auth.token;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// Base64url as JOSE has it (RFC 7515 §2): no padding, no line breaks, and exactly one text for any
/// bytes. Texts whose unused last bits are not zero are refused, or one token would have several.
final class Base64Url {
  private static final byte NONE = -1;
  private static final byte[] VALUES = values();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private Base64Url() {}

  /// The bytes that `text` from `start` to before `end` stands for.
  static Optional<byte[]> decode(byte[] text, int start, int end) {
    int length = end - start;
    int rest = length % 4;
    if (rest == 1) {
      return Optional.empty();
    }
    for (int i = start; i < end; i++) {
      if (!isDigit(text[i])) {
        return Optional.empty();
      }
    }
    int unused = rest == 2 ? 0b1111 : rest == 3 ? 0b11 : 0;
    if (length > 0 && (VALUES[text[end - 1]] & unused) != 0) {
      return Optional.empty();
    }
    return Optional.of(DECODER.decode(Arrays.copyOfRange(text, start, end)));
  }

  /// The text that stands for `bytes`, in ASCII.
  static byte[] encode(byte[] bytes) {
    return ENCODER.encode(bytes);
  }

  /// Whether `b` is one of the 64 digits.
  static boolean isDigit(byte b) {
    return b >= 0 && VALUES[b] != NONE;
  }

  /// The six bits that a digit stands for.
  static int value(byte digit) {
    return VALUES[digit];
  }

  private static byte[] values() {
    byte[] values = new byte[128];
    Arrays.fill(values, NONE);
    String digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (int i = 0; i < digits.length(); i++) {
      values[digits.charAt(i)] = (byte) i;
    }
    return values;
  }
}

package dev.memwarden.auth.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.memwarden.auth.Axis;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;

/// An id in a policy text, percent-encoded (RFC 3986 §2.1). What has a meaning in the text, cannot
/// be seen, or changes how others are shown must be encoded.
final class Segment {
  private static final String PLAIN_MARKS = "-._~@:+=!$&'()";
  private static final String RESERVED = "/*#%";

  private Segment() {}

  /// The id that `text` stands for.
  ///
  /// @throws IllegalArgumentException saying what is wrong with it
  static String decode(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    int at = 0;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      if (c == '%') {
        bytes.write(octet(text, at));
        at += 3;
      } else {
        requirePlain(c);
        bytes.writeBytes(Character.toString(c).getBytes(UTF_8));
        at += Character.charCount(c);
      }
    }
    String id = strictUtf8(bytes.toByteArray());
    if (!Axis.accepts(id)) {
      throw new IllegalArgumentException(
          "an id has 1 to " + Axis.MAX_LENGTH + " characters and no control characters");
    }
    return id;
  }

  /// `id` with everything encoded that is not an ASCII letter, digit, or harmless mark.
  static String encode(String id) {
    if (id.equals("-")) {
      return "%2D";
    }
    StringBuilder text = new StringBuilder();
    for (byte b : id.getBytes(UTF_8)) {
      char c = (char) (b & 0xff);
      boolean letterOrDigit =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (letterOrDigit || PLAIN_MARKS.indexOf(c) >= 0) {
        text.append(c);
      } else {
        text.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return text.toString();
  }

  private static int octet(String text, int at) {
    if (at + 2 >= text.length()
        || !HexFormat.isHexDigit(text.charAt(at + 1))
        || !HexFormat.isHexDigit(text.charAt(at + 2))) {
      throw new IllegalArgumentException("% is followed by two hexadecimal digits");
    }
    return HexFormat.fromHexDigits(text, at + 1, at + 3);
  }

  private static void requirePlain(int c) {
    boolean visible =
        switch (Character.getType(c)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.PRIVATE_USE,
              Character.UNASSIGNED,
              Character.SPACE_SEPARATOR,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR ->
              false;
          default -> RESERVED.indexOf(c) < 0;
        };
    if (!visible) {
      throw new IllegalArgumentException(
          "inside an id, write " + hint(c) + " (a * alone means any, a - alone none)");
    }
  }

  private static String hint(int c) {
    if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
      return "well-formed Unicode";
    }
    StringBuilder encoded = new StringBuilder();
    for (byte b : Character.toString(c).getBytes(UTF_8)) {
      encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
    }
    return "%s for U+%04X".formatted(encoded, c);
  }

  private static String strictUtf8(byte[] bytes) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the encoded bytes are no UTF-8", e);
    }
  }
}

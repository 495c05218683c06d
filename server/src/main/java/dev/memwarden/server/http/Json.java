package dev.memwarden.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// JSON, read so that no two readers can understand it differently: what RFC 8259 leaves to the
/// reader (a name twice, text after the end, half a surrogate pair, another encoding than UTF-8) is
/// refused.
public final class Json {

  /// Deepest nesting that is read.
  public static final int MAX_DEPTH = 64;

  /// Longest number: in digits as it is read, and in characters as it is written, so that what was
  /// written can be read again. More than any double or 256-bit integer needs.
  public static final int MAX_NUMBER_LENGTH = 100;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(MAX_NUMBER_LENGTH)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private Json() {}

  /// Reads one document from UTF-8 bytes. Fractions are kept digit by digit.
  public static Parsed parse(byte[] bytes) {
    String text;
    try {
      text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString();
    } catch (CharacterCodingException _) {
      return new Parsed.Invalid(0, "Not valid UTF-8");
    }
    return parse(text);
  }

  /// Reads one document.
  public static Parsed parse(String text) {
    OptionalInt loneSurrogate = loneSurrogate(text);
    if (loneSurrogate.isPresent()) {
      return new Parsed.Invalid(loneSurrogate.getAsInt(), "Half a surrogate pair");
    }
    try {
      JsonNode node = MAPPER.readTree(text);
      if (node == null || node.isMissingNode()) {
        return new Parsed.Invalid(0, "Expecting value");
      }
      return isPortable(node)
          ? new Parsed.Value(node)
          : new Parsed.Invalid(0, "A number is too large for a double, or too long");
    } catch (NumberFormatException _) {
      // What the parser lets escape: an exponent beyond every decimal.
      return new Parsed.Invalid(0, "A number is too large");
    } catch (JacksonException e) {
      long offset = e.getLocation() == null ? 0 : e.getLocation().getCharOffset();
      return new Parsed.Invalid((int) Math.max(0, offset), e.getOriginalMessage());
    }
  }

  /// The document as UTF-8 bytes.
  public static byte[] write(JsonNode node) {
    return MAPPER.writeValueAsBytes(node);
  }

  /// The document as text.
  public static String text(JsonNode node) {
    return MAPPER.writeValueAsString(node);
  }

  /// A new object.
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /// A new array.
  public static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  // After strict decoding, half a pair can only hide in escapes, and a backslash only stands in
  // strings: anywhere else the parser refuses it.
  private static OptionalInt loneSurrogate(String text) {
    int at = text.indexOf('\\');
    while (at >= 0) {
      int code = escape(text, at);
      int next = at + (code < 0 ? 2 : 6);
      if (code >= Character.MIN_LOW_SURROGATE && code <= Character.MAX_LOW_SURROGATE) {
        return OptionalInt.of(at);
      }
      if (code >= Character.MIN_HIGH_SURROGATE && code <= Character.MAX_HIGH_SURROGATE) {
        int low = escape(text, next);
        if (low < Character.MIN_LOW_SURROGATE || low > Character.MAX_LOW_SURROGATE) {
          return OptionalInt.of(at);
        }
        next += 6;
      }
      at = text.indexOf('\\', next);
    }
    return OptionalInt.empty();
  }

  /// The UTF-16 unit that `\\uXXXX` at `at` stands for; -1 if there is no such escape.
  private static int escape(String text, int at) {
    if (at + 6 > text.length() || text.charAt(at) != '\\' || text.charAt(at + 1) != 'u') {
      return -1;
    }
    int code = 0;
    for (int i = at + 2; i < at + 6; i++) {
      int digit = Character.digit(text.charAt(i), 16);
      if (digit < 0) {
        return -1;
      }
      code = code << 4 | digit;
    }
    return code;
  }

  // 1e400 is read as a decimal, but every other reader would make it infinite. And a decimal can be
  // longer when it is written: 12e99 becomes 1.2E+100.
  private static boolean isPortable(JsonNode node) {
    if (node.isBigDecimal()) {
      return Double.isFinite(node.decimalValue().doubleValue())
          && node.decimalValue().toString().length() <= MAX_NUMBER_LENGTH;
    }
    if (node.isBigInteger()) {
      return node.bigIntegerValue().toString().length() <= MAX_NUMBER_LENGTH;
    }
    for (JsonNode child : node) {
      if (!isPortable(child)) {
        return false;
      }
    }
    return true;
  }
}

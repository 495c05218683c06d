package dev.memwarden.auth.token;

import dev.memwarden.auth.token.JsonValue.Members;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// Reads the JSON objects in tokens so that no two readers can understand them differently.
///
/// Refused, beside what is no JSON: a name twice (RFC 7515 §4, RFC 7519 §4), text after the end,
/// other encodings than UTF-8, a byte order mark, half a surrogate pair, a number beyond a double,
/// and nesting deeper than [#MAX_DEPTH].
final class StrictJson {

  /// Deepest nesting that is read; real tokens have at most 4.
  static final int MAX_DEPTH = 16;

  private static final int MAX_NUMBER_LENGTH = 40;

  // So many digits are exact in a double.
  private static final int MAX_EXACT_DIGITS = 15;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER_LENGTH)
                  .build())
          .build();

  private static final JsonValue TRUE = new JsonValue.Truth(true);
  private static final JsonValue FALSE = new JsonValue.Truth(false);
  private static final JsonValue NULL = new JsonValue.Null();

  private StrictJson() {}

  /// The object that `bytes` are; empty if they are none, or not strictly.
  static Optional<Members> object(byte[] bytes) {
    String text;
    try {
      text = text(bytes);
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      Members members = members(parser);
      return parser.nextToken() == null ? Optional.of(members) : Optional.empty();
    } catch (JacksonException | UnreadableException _) {
      return Optional.empty();
    }
  }

  // Decoded here: the parser would guess other encodings from the first bytes.
  private static String text(byte[] bytes) throws CharacterCodingException {
    return isAscii(bytes)
        ? new String(bytes, StandardCharsets.US_ASCII)
        : StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  // Nearly every token is, and then needs no decoder of its own.
  private static boolean isAscii(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }

  /// What the parser takes and we do not. Leaves this class never.
  private static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1;

    UnreadableException() {
      super(null, null, false, false);
    }
  }

  private static Members members(JsonParser parser) throws UnreadableException {
    Map<String, JsonValue> members = new HashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = whole(parser.currentName());
      parser.nextToken();
      // Here rather than by the parser, which keeps a set of names beside this one.
      if (members.put(name, value(parser)) != null) {
        throw new UnreadableException();
      }
    }
    return new Members(members);
  }

  private static JsonValue value(JsonParser parser) throws UnreadableException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> members(parser);
      case START_ARRAY -> items(parser);
      case VALUE_STRING -> new JsonValue.Text(whole(parser.getString()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getString());
      case VALUE_TRUE -> TRUE;
      case VALUE_FALSE -> FALSE;
      case VALUE_NULL -> NULL;
      case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new UnreadableException();
    };
  }

  private static JsonValue items(JsonParser parser) throws UnreadableException {
    List<JsonValue> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(parser));
    }
    return new JsonValue.Array(items);
  }

  private static JsonValue number(String text) throws UnreadableException {
    double value = isShortInteger(text) ? Long.parseLong(text) : Double.parseDouble(text);
    if (Double.isInfinite(value)) {
      throw new UnreadableException();
    }
    return new JsonValue.Number(value);
  }

  // Dates are: reading one as a decimal fraction takes several times as long.
  private static boolean isShortInteger(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return text.length() <= MAX_EXACT_DIGITS;
  }

  private static String whole(String text) throws UnreadableException {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw new UnreadableException();
      }
    }
    return text;
  }
}

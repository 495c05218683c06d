package dev.memwarden.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Path and query of a request, decoded once. A path is never rewritten: whatever two servers could
/// read as two different paths is refused instead.
///
/// @param segments between the slashes, percent-decoded; none is the root, an empty last one is a
///   trailing slash
/// @param query parameters in order of appearance, decoded
public record RequestTarget(List<String> segments, Map<String, List<String>> query) {

  /// Most query parameters that are read.
  static final int MAX_PARAMETERS = 100;

  /// Reads origin form (RFC 9112 §3.2.1).
  ///
  /// @return empty for anything else, and for empty or dot segments, encoded slashes, backslashes
  ///   and control characters, fragments, malformed percent-encoding and malformed UTF-8
  public static Optional<RequestTarget> parse(String target) {
    if (target.isEmpty() || target.charAt(0) != '/' || !isVisibleAscii(target)) {
      return Optional.empty();
    }
    int mark = target.indexOf('?');
    String path = mark < 0 ? target : target.substring(0, mark);
    Optional<List<String>> segments = segments(path);
    if (segments.isEmpty()) {
      return Optional.empty();
    }
    if (mark < 0) {
      return Optional.of(new RequestTarget(segments.get(), Map.of()));
    }
    return query(target.substring(mark + 1)).map(query -> new RequestTarget(segments.get(), query));
  }

  private static boolean isVisibleAscii(String target) {
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c <= ' ' || c >= 127 || c == '#' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  private static Optional<List<String>> segments(String path) {
    List<String> segments = new ArrayList<>(4);
    int start = 1;
    while (start < path.length()) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      Optional<String> segment = decode(path.substring(start, end), false);
      if (segment.isEmpty() || !isPlain(segment.get())) {
        return Optional.empty();
      }
      segments.add(segment.get());
      start = end + 1;
      if (slash == path.length() - 1) {
        segments.add("");
      }
    }
    return Optional.of(List.copyOf(segments));
  }

  private static boolean isPlain(String segment) {
    if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
      return false;
    }
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      if (c == '/' || c == '\\' || Character.isISOControl(c)) {
        return false;
      }
    }
    return true;
  }

  /// Reads parameters as a query or a form has them.
  ///
  /// @return empty for malformed percent-encoding and UTF-8, NUL, and more than [#MAX_PARAMETERS]
  static Optional<Map<String, List<String>>> query(String text) {
    Map<String, List<String>> query = new LinkedHashMap<>();
    int count = 0;
    for (String pair : text.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      Optional<String> name = decode(equals < 0 ? pair : pair.substring(0, equals), true);
      Optional<String> value = decode(equals < 0 ? "" : pair.substring(equals + 1), true);
      count++;
      if (name.isEmpty() || value.isEmpty() || count > MAX_PARAMETERS) {
        return Optional.empty();
      }
      query.computeIfAbsent(name.get(), _ -> new ArrayList<>(1)).add(value.get());
    }
    query.replaceAll((_, values) -> List.copyOf(values));
    return Optional.of(query);
  }

  /// Percent-decoding; of a query also `+`, as forms write a space.
  static Optional<String> decode(String text, boolean plusIsSpace) {
    if (text.indexOf('%') < 0) {
      return Optional.of(plusIsSpace ? text.replace('+', ' ') : text);
    }
    byte[] bytes = new byte[text.length()];
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        int value = octet(text, i);
        if (value <= 0) { // NUL ends a string elsewhere
          return Optional.empty();
        }
        bytes[length++] = (byte) value;
        i += 2;
      } else {
        bytes[length++] = (byte) (plusIsSpace && c == '+' ? ' ' : c);
      }
    }
    try {
      // A new decoder reports what is malformed; overlong forms and surrogates are.
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString());
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }

  private static int octet(String text, int percent) {
    if (percent + 2 >= text.length()) {
      return -1;
    }
    int high = hex(text.charAt(percent + 1));
    int low = hex(text.charAt(percent + 2));
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  private static int hex(char c) {
    return c < 128 ? Character.digit(c, 16) : -1;
  }
}

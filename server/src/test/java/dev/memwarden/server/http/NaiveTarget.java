package dev.memwarden.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The rules of [RequestTarget] a second time, by patterns and without regard to speed.
final class NaiveTarget {
  private static final String CHARACTER = "(?:[!-~&&[^%#?/\\\\]]|%[0-9A-Fa-f]{2})";
  private static final Pattern PATH =
      Pattern.compile("/(?:" + CHARACTER + "++(?:/" + CHARACTER + "++)*+/?)?");
  private static final Pattern QUERY = Pattern.compile("(?:[?/]|" + CHARACTER + ")*+");
  private static final Pattern FORBIDDEN =
      Pattern.compile("\\.\\.?|.*[/\\\\\\x00-\\x1f\\x7f-\\x9f].*", Pattern.DOTALL);

  private NaiveTarget() {}

  static Optional<List<String>> segments(String target) {
    String[] parts = target.split("\\?", 2);
    if (!PATH.matcher(parts[0]).matches() || (parts.length > 1 && query(parts[1], 0) == null)) {
      return Optional.empty();
    }
    List<String> segments = new ArrayList<>();
    for (String part :
        parts[0].equals("/") ? new String[0] : parts[0].substring(1).split("/", -1)) {
      String segment = decoded(part);
      if (segment == null || FORBIDDEN.matcher(segment).matches()) {
        return Optional.empty();
      }
      segments.add(segment);
    }
    return Optional.of(segments);
  }

  static Map<String, List<String>> query(String target) {
    int mark = target.indexOf('?');
    return mark < 0 ? Map.of() : query(target, mark + 1);
  }

  private static Map<String, List<String>> query(String target, int start) {
    String text = target.substring(start);
    Map<String, List<String>> query = new LinkedHashMap<>();
    int count = 0;
    for (String pair : text.split("&")) {
      if (!pair.isEmpty()) {
        String[] sides = pair.replace('+', ' ').split("=", 2);
        String name = decoded(sides[0]);
        String value = decoded(sides.length < 2 ? "" : sides[1]);
        if (name == null || value == null) {
          return null;
        }
        query.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
        count++;
      }
    }
    return count <= RequestTarget.MAX_PARAMETERS && QUERY.matcher(text).matches() ? query : null;
  }

  // Malformed UTF-8 does not survive being read and written again.
  private static String decoded(String text) {
    StringBuilder wire = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != '%') {
        wire.append(text.charAt(i));
      } else if (i + 3 <= text.length() && text.substring(i + 1, i + 3).matches("[0-9A-Fa-f]{2}")) {
        wire.append((char) Integer.parseInt(text.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        return null;
      }
    }
    String decoded = new String(wire.toString().getBytes(ISO_8859_1), UTF_8);
    boolean wellFormed = new String(decoded.getBytes(UTF_8), ISO_8859_1).contentEquals(wire);
    return wellFormed && decoded.indexOf('\0') < 0 ? decoded : null;
  }
}

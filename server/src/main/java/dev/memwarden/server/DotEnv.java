package dev.memwarden.server;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the text of a `.env` file: `NAME=value` lines, comments, an optional `export`. A value may
/// stand in single quotes (taken as it is), in double quotes (with backslash escapes), or bare (up
/// to ` #`). Variables are not expanded, and a line that would need it is refused, as is anything
/// else that other readers of such files might understand differently.
final class DotEnv {
  private static final Pattern ASSIGNMENT =
      Pattern.compile("(?:export[ \\t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \\t]*=[ \\t]*(.*)");
  private static final Pattern SINGLE = Pattern.compile("'([^']*)'");
  private static final Pattern DOUBLE = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern REST = Pattern.compile("[ \\t]*(?:#.*)?");
  private static final Pattern COMMENT = Pattern.compile("(?:^|[ \\t]+)#.*$");

  private DotEnv() {}

  /// The values by name.
  ///
  /// @throws InvalidConfigurationException with the number of the line, never with what is in it
  static Map<String, String> parse(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String stripped = line.strip();
      if (stripped.isEmpty() || stripped.startsWith("#")) {
        continue;
      }
      Matcher assignment = ASSIGNMENT.matcher(stripped);
      if (!assignment.matches()) {
        throw wrong(number, "is not of the form NAME=value");
      }
      String value = value(number, assignment.group(2));
      if (values.put(assignment.group(1), value) != null) {
        throw wrong(number, "sets " + assignment.group(1) + " a second time");
      }
    }
    return values;
  }

  private static String value(int line, String raw) {
    if (raw.startsWith("'")) {
      return quoted(line, SINGLE, raw);
    }
    if (raw.startsWith("\"")) {
      return unescape(line, unexpanded(line, quoted(line, DOUBLE, raw)));
    }
    return unexpanded(line, COMMENT.matcher(raw).replaceFirst("")).strip();
  }

  private static String quoted(int line, Pattern form, String raw) {
    Matcher matcher = form.matcher(raw);
    if (!matcher.lookingAt()) {
      throw wrong(line, "has a quote that is not closed on the line");
    }
    if (!REST.matcher(raw.substring(matcher.end())).matches()) {
      throw wrong(line, "has something after the closing quote");
    }
    return matcher.group(1);
  }

  private static String unexpanded(int line, String value) {
    if (value.contains("${")) {
      throw wrong(line, "refers to a variable; write the value itself, or use single quotes");
    }
    return value;
  }

  private static String unescape(int line, String value) {
    StringBuilder plain = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c != '\\') {
        plain.append(c);
        continue;
      }
      i++;
      plain.append(
          switch (value.charAt(i)) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case '"', '\\', '$', '\'' -> value.charAt(i);
            default -> throw wrong(line, "has an unknown escape after a backslash");
          });
    }
    return plain.toString();
  }

  private static InvalidConfigurationException wrong(int line, String what) {
    return new InvalidConfigurationException(".env: line " + line + " " + what);
  }
}

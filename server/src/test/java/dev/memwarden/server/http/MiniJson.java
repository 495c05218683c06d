package dev.memwarden.server.http;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A second reader of JSON (RFC 8259), which knows no leniency: objects as maps, arrays as lists,
/// numbers as decimals, and the words as themselves.
final class MiniJson {
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?(?:[eE][+-]?[0-9]++)?");

  private final String text;
  private int at;

  private MiniJson(String text) {
    this.text = text;
  }

  /// Why a text is none.
  static final class NoJson extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoJson(String why) {
      super(why);
    }
  }

  /// @throws NoJson if `text` is no document, or one that two readers could read differently
  static Object read(String text) {
    MiniJson reader = new MiniJson(text);
    Object value = reader.value(0);
    reader.blanks();
    reader.demand(reader.at == text.length(), "text after the end");
    return value;
  }

  private Object value(int depth) {
    blanks();
    return switch (peek()) {
      case '{' -> object(depth + 1);
      case '[' -> array(depth + 1);
      case '"' -> string();
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    };
  }

  private Map<String, Object> object(int depth) {
    demand(depth <= Json.MAX_DEPTH, "too deep");
    Map<String, Object> object = new LinkedHashMap<>();
    at++;
    blanks();
    if (peek() == '}') {
      at++;
      return object;
    }
    while (true) {
      blanks();
      demand(peek() == '"', "a name");
      String name = string();
      blanks();
      take(':');
      Object value = value(depth);
      demand(!object.containsKey(name), "a name twice");
      object.put(name, value);
      blanks();
      if (peek() == '}') {
        at++;
        return object;
      }
      take(',');
    }
  }

  private List<Object> array(int depth) {
    demand(depth <= Json.MAX_DEPTH, "too deep");
    List<Object> array = new ArrayList<>();
    at++;
    blanks();
    if (peek() == ']') {
      at++;
      return array;
    }
    while (true) {
      array.add(value(depth));
      blanks();
      if (peek() == ']') {
        at++;
        return array;
      }
      take(',');
    }
  }

  private String string() {
    StringBuilder string = new StringBuilder();
    at++;
    while (peek() != '"') {
      char c = text.charAt(at++);
      demand(c >= ' ', "a control character");
      string.append(c == '\\' ? escaped() : c);
    }
    at++;
    demand(isWellFormed(string), "half a surrogate pair");
    return string.toString();
  }

  private char escaped() {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        demand(at + 4 <= text.length(), "four digits");
        String digits = text.substring(at, at + 4);
        demand(digits.matches("[0-9A-Fa-f]{4}"), "four digits");
        at += 4;
        yield (char) Integer.parseInt(digits, 16);
      }
      default -> throw new NoJson("an escape");
    };
  }

  private BigDecimal number() {
    Matcher matcher = NUMBER.matcher(text).region(at, text.length());
    demand(matcher.lookingAt(), "a value");
    at = matcher.end();
    String digits = matcher.group().replaceAll("[^0-9]", "");
    demand(digits.length() <= Json.MAX_NUMBER_LENGTH, "a shorter number");
    try {
      BigDecimal number = new BigDecimal(matcher.group());
      demand(number.toString().length() <= Json.MAX_NUMBER_LENGTH, "a shorter number");
      demand(
          matcher.group().matches("-?[0-9]+") || Double.isFinite(number.doubleValue()),
          "a smaller number");
      return number;
    } catch (NumberFormatException e) {
      throw new NoJson("an exponent: " + e.getMessage());
    }
  }

  private String word(String word) {
    demand(text.startsWith(word, at), "a word");
    at += word.length();
    return word;
  }

  private void blanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() {
    demand(at < text.length(), "more");
    return text.charAt(at);
  }

  private void take(char c) {
    demand(peek() == c, "" + c);
    at++;
  }

  private void demand(boolean met, String what) {
    if (!met) {
      throw new NoJson("expected " + what + " at " + at);
    }
  }

  private static boolean isWellFormed(CharSequence string) {
    return string.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
  }
}

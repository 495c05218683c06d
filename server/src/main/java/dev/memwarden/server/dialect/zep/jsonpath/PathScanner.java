package dev.memwarden.server.dialect.zep.jsonpath;

import java.util.Optional;

/// The text of a path and how far it is read. White space between parts means nothing.
final class PathScanner {

  /// Longest number, in characters.
  private static final int MAX_NUMBER = 40;

  private final String text;
  private int at;

  PathScanner(String text) {
    this.text = text;
  }

  /// What is wrong with a text.
  static final class Mistake extends Exception {
    private static final long serialVersionUID = 1L;

    private final String what;

    private Mistake(String what) {
      super(what, null, false, false);
      this.what = what;
    }

    /// What is wrong, and where, for a person.
    String what() {
      return what;
    }
  }

  /// Something wrong just here.
  Mistake mistake(String what) {
    return new Mistake(what + ", at character " + (at + 1));
  }

  boolean atEnd() {
    skip();
    return at == text.length();
  }

  /// Takes `sign` if it is next.
  boolean take(String sign) {
    skip();
    if (!text.startsWith(sign, at)) {
      return false;
    }
    at += sign.length();
    return true;
  }

  /// Takes `sign`, which must be next.
  void need(String sign) throws Mistake {
    if (!take(sign)) {
      throw mistake("'" + sign + "' is missing");
    }
  }

  /// Takes `word` if it is next, and not the start of a longer one.
  boolean word(String word) {
    skip();
    int end = at + word.length();
    if (!text.startsWith(word, at) || end < text.length() && isPart(text.charAt(end))) {
      return false;
    }
    at = end;
    return true;
  }

  /// Takes a name if one is next.
  Optional<String> name() {
    skip();
    int start = at;
    while (at < text.length() && isPart(text.charAt(at))) {
      at++;
    }
    return start == at ? Optional.empty() : Optional.of(text.substring(start, at));
  }

  /// Takes a number as JSON writes it, if one is next.
  Optional<String> number() throws Mistake {
    skip();
    int start = at;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    if (at - start > MAX_NUMBER) {
      throw mistake("a number has at most " + MAX_NUMBER + " characters");
    }
    return start == at ? Optional.empty() : Optional.of(text.substring(start, at));
  }

  /// Takes a whole number of up to nine digits, which must be next.
  int whole() throws Mistake {
    skip();
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (start == at || at - start > 9) {
      throw mistake("an index is missing, or too large");
    }
    return Integer.parseInt(text.substring(start, at));
  }

  /// Takes a text in quotes, if one is next.
  Optional<String> quoted() throws Mistake {
    if (!take("\"")) {
      return Optional.empty();
    }
    StringBuilder value = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at++);
      value.append(c == '\\' ? escaped() : c);
    }
    need("\"");
    return Optional.of(value.toString());
  }

  private char escaped() throws Mistake {
    if (at == text.length()) {
      throw mistake("an escape is missing");
    }
    char c = text.charAt(at++);
    return switch (c) {
      case '"', '\'', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unit();
      default -> throw mistake("no escape: \\" + c);
    };
  }

  private char unit() throws Mistake {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
      if (digit < 0) {
        throw mistake("four hexadecimal digits are missing");
      }
      code = code << 4 | digit;
      at++;
    }
    return (char) code;
  }

  // Names have letters and digits of any script, as in PostgreSQL.
  private static boolean isPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || Character.isSurrogate(c);
  }

  private void skip() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }
}

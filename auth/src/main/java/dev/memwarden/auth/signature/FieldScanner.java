package dev.memwarden.auth.signature;

import java.util.Base64;

/// Reads structured fields (RFC 9651 §4.2) from left to right: of the types in there those that
/// signatures and digests are made of, and of each value the usual form only, so that no two
/// readers can understand it differently.
final class FieldScanner {

  /// Longest field that is read, in characters.
  static final int MAX_LENGTH = 4 * 1024;

  private static final int MAX_DIGITS = 15;

  private final String text;
  private int position;

  /// @throws MalformedException if it is longer than [#MAX_LENGTH]
  FieldScanner(String text) throws MalformedException {
    if (text.length() > MAX_LENGTH) {
      throw new MalformedException();
    }
    this.text = text;
    skip(' ');
  }

  /// That a field is not of the form that was asked for. Leaves this package never.
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedException() {
      super(null, null, false, false);
    }
  }

  /// Whether `c` comes next, which is then read.
  boolean takes(char c) {
    boolean next = position < text.length() && text.charAt(position) == c;
    position += next ? 1 : 0;
    return next;
  }

  /// Reads `c`.
  void take(char c) throws MalformedException {
    if (!takes(c)) {
      throw new MalformedException();
    }
  }

  /// Reads any number of `c`.
  ///
  /// @return whether there was one
  boolean skip(char c) {
    boolean any = false;
    while (takes(c)) {
      any = true;
    }
    return any;
  }

  /// Reads a key (§4.2.3.3).
  String key() throws MalformedException {
    int start = position;
    while (position < text.length() && isOfKey(text.charAt(position), position == start)) {
      position++;
    }
    return from(start);
  }

  private static boolean isOfKey(char c, boolean first) {
    return c >= 'a' && c <= 'z'
        || c == '*'
        || !first && (c >= '0' && c <= '9' || c == '_' || c == '-' || c == '.');
  }

  /// Reads a string (§4.2.5).
  String string() throws MalformedException {
    StringBuilder content = new StringBuilder();
    take('"');
    while (!takes('"')) {
      boolean escaped = takes('\\');
      char c = next();
      if (c < ' ' || c > '~' || escaped && c != '"' && c != '\\') {
        throw new MalformedException();
      }
      content.append(c);
    }
    return content.toString();
  }

  /// Reads an integer (§4.2.4) that is not negative and does not begin with a needless zero.
  long integer() throws MalformedException {
    int start = position;
    while (position < text.length()
        && text.charAt(position) >= '0'
        && text.charAt(position) <= '9') {
      position++;
    }
    String digits = from(start);
    if (digits.length() > MAX_DIGITS || digits.length() > 1 && digits.charAt(0) == '0') {
      throw new MalformedException();
    }
    return Long.parseLong(digits);
  }

  /// Reads bytes (§4.2.7) that are written as encoders write them.
  byte[] bytes() throws MalformedException {
    take(':');
    int end = text.indexOf(':', position);
    if (end < 0) {
      throw new MalformedException();
    }
    String encoded = text.substring(position, end);
    position = end + 1;
    try {
      byte[] bytes = Base64.getDecoder().decode(encoded);
      if (!Base64.getEncoder().encodeToString(bytes).equals(encoded)) {
        throw new MalformedException();
      }
      return bytes;
    } catch (IllegalArgumentException _) {
      throw new MalformedException();
    }
  }

  /// Whether another member of a dictionary follows (§4.2.2), whose comma is then read.
  ///
  /// @throws MalformedException if something else follows
  boolean another() throws MalformedException {
    whitespace();
    if (position == text.length()) {
      return false;
    }
    take(',');
    whitespace();
    return true;
  }

  private void whitespace() {
    while (takes(' ') || takes('\t')) {}
  }

  private char next() throws MalformedException {
    if (position == text.length()) {
      throw new MalformedException();
    }
    return text.charAt(position++);
  }

  private String from(int start) throws MalformedException {
    if (position == start) {
      throw new MalformedException();
    }
    return text.substring(start, position);
  }
}

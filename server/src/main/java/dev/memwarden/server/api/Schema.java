package dev.memwarden.server.api;

import java.util.List;

/// What a JSON value of a request or reply looks like: the few shapes that wires here use. Each is
/// at most as strict as the wire; what a schema cannot say (bytes of UTF-8, control characters) is
/// said in words.
public sealed interface Schema {

  /// Text.
  ///
  /// @param least fewest characters
  /// @param most most characters; `Integer.MAX_VALUE` if there is no bound
  record Text(int least, int most) implements Schema {}

  /// Text of a form that has a name, such as `date-time` (RFC 3339).
  record Formatted(String format) implements Schema {}

  /// Text that a regular expression (ECMA-262, anchored) describes.
  record Pattern(String regex) implements Schema {}

  /// One of a few words.
  record Word(List<String> words) implements Schema {
    public Word {
      words = List.copyOf(words);
    }
  }

  /// A whole number.
  ///
  /// @param most `Integer.MAX_VALUE` if there is no bound
  record Whole(int least, int most) implements Schema {}

  /// A number.
  record Fraction() implements Schema {}

  /// `true` or `false`.
  record Flag() implements Schema {}

  /// An object whose fields are the client's own business.
  record Free() implements Schema {}

  /// Any JSON value.
  record Anything() implements Schema {}

  /// A list.
  ///
  /// @param most `Integer.MAX_VALUE` if there is no bound
  record Items(Schema of, int least, int most) implements Schema {}

  /// An object.
  ///
  /// @param name what it is called in the documents, unique among all of them
  /// @param closed whether other fields than these are refused; else they are ignored
  record Fields(String name, List<Field> fields, boolean closed) implements Schema {
    public Fields {
      fields = List.copyOf(fields);
    }
  }

  /// What may also be `null`.
  record OrNull(Schema schema) implements Schema {}

  /// Any one of several.
  record Either(List<Schema> schemas) implements Schema {
    public Either {
      schemas = List.copyOf(schemas);
    }
  }

  /// Text without bounds.
  static Schema text() {
    return new Text(0, Integer.MAX_VALUE);
  }

  /// A time (RFC 3339).
  static Schema time() {
    return new Formatted("date-time");
  }

  /// How many there are of something.
  static Schema count() {
    return new Whole(0, Integer.MAX_VALUE);
  }

  /// A list of any length.
  static Schema list(Schema of) {
    return new Items(of, 0, Integer.MAX_VALUE);
  }

  /// An object.
  static Fields object(String name, Field... fields) {
    return new Fields(name, List.of(fields), false);
  }

  /// An object that takes no other fields than these.
  static Fields closed(String name, Field... fields) {
    return new Fields(name, List.of(fields), true);
  }

  /// The same, or `null`.
  default Schema orNull() {
    return new OrNull(this);
  }
}

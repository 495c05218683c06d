package dev.memwarden.auth;

import java.util.Locale;

/// The five axes along which memory is placed.
public enum Axis {
  TENANT,
  USER,
  AGENT,
  SESSION,
  LABEL;

  /// Longest value on an axis, in UTF-16 characters: roomy for e-mail addresses, URLs and subjects
  /// of identity providers, small enough for every index.
  public static final int MAX_LENGTH = 256;

  /// The word on the wire and in messages, in lower case.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Whether `text` may stand on an axis: 1 to [#MAX_LENGTH] characters of well-formed Unicode
  /// without control characters. Anything else is taken as it stands: case, composition and white
  /// space count, and `*` is a star.
  ///
  /// A lone surrogate is refused because every UTF-8 encoder replaces it, so that two ids would
  /// meet.
  public static boolean accepts(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c)) {
        return false;
      }
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  static String require(String text) {
    if (!accepts(text)) {
      throw new IllegalArgumentException(
          "an id has 1 to " + MAX_LENGTH + " characters and no control characters");
    }
    return text;
  }
}

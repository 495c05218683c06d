package dev.memwarden.auth.key;

import dev.memwarden.auth.Secret;

/// What the texts of imported hashes look like, so that no other text is tried against them.
///
/// @param prefix how they begin; may be empty
/// @param length how many bytes they have; 0 for any number
public record TextShape(String prefix, int length) {

  /// @throws IllegalArgumentException if any text at all would fit, or none
  public TextShape {
    boolean visible = prefix.chars().allMatch(c -> c > ' ' && c < 127);
    if (!visible || length < 0 || (length > 0 && length < prefix.length())) {
      throw new IllegalArgumentException("a shape has a prefix of visible ASCII, and a length");
    }
    if (prefix.isEmpty() && length == 0) {
      throw new IllegalArgumentException("a shape says how texts begin, or how long they are");
    }
  }

  /// Whether `text` is of this shape: visible ASCII that begins and ends where it says.
  boolean matches(Secret text) {
    return (length == 0 || text.length() == length) && text.reveal(this::matches);
  }

  private boolean matches(byte[] bytes) {
    if (bytes.length < prefix.length()) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] <= ' ' || bytes[i] >= 127) {
        return false;
      }
      if (i < prefix.length() && bytes[i] != prefix.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /// The stored form, `length:prefix`.
  public String stored() {
    return length + ":" + prefix;
  }

  /// Reads the stored form.
  ///
  /// @throws IllegalArgumentException if it is none
  public static TextShape parse(String stored) {
    int colon = stored.indexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException("a shape is length:prefix");
    }
    return new TextShape(stored.substring(colon + 1), Integer.parseInt(stored.substring(0, colon)));
  }
}

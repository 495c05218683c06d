package dev.memwarden.auth.token;

import dev.memwarden.auth.Secret;

/// Tells a token from an API key by its bytes alone, so that the edge can say which kind of
/// credential it has.
///
/// A token has exactly two dots, and what stands before the first begins with `{` in base64url: no
/// key that is issued here has a dot at all. Whether the rest makes sense is not asked: a text that
/// is meant as a token is judged as one.
public final class TokenShape {
  // `{` is 01111011: its first six bits make this digit, and the next digit starts with 11.
  private static final byte FIRST = 'e';
  private static final int SECOND_BITS = 0b110000;

  private TokenShape() {}

  /// Whether `text` is meant as a token. **Cost**: one pass over it at most.
  public static boolean isToken(Secret text) {
    return text.reveal(TokenShape::isToken);
  }

  /// The same for the bytes of a text.
  public static boolean isToken(byte[] text) {
    if (text.length < 4
        || text[0] != FIRST
        || !Base64Url.isDigit(text[1])
        || (Base64Url.value(text[1]) & SECOND_BITS) != SECOND_BITS) {
      return false;
    }
    int dots = 0;
    for (byte b : text) {
      if (b == '.') {
        dots++;
      }
    }
    return dots == 2;
  }
}

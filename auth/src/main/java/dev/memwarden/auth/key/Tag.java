package dev.memwarden.auth.key;

import java.util.HexFormat;

/// A keyed digest and the master key that made it: `keyId:hex`. Made and checked by
/// [MasterKeyRing].
///
/// @param hex HMAC-SHA256 as 64 lower-case hexadecimal digits
public record Tag(String keyId, String hex) {

  /// @throws IllegalArgumentException if either part has another form
  public Tag {
    if (!MasterKeyRing.isKeyId(keyId)) {
      throw new IllegalArgumentException("a tag starts with the id of a master key");
    }
    if (hex.length() != 64 || !hex.chars().allMatch(Tag::isLowerHex)) {
      throw new IllegalArgumentException("a tag ends with 64 hexadecimal digits");
    }
  }

  /// Reads what [#toString] wrote.
  ///
  /// @throws IllegalArgumentException if `text` is no tag
  public static Tag parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("a tag is keyId:hex");
    }
    return new Tag(text.substring(0, colon), text.substring(colon + 1));
  }

  static Tag of(String keyId, byte[] mac) {
    return new Tag(keyId, HexFormat.of().formatHex(mac));
  }

  byte[] mac() {
    return HexFormat.of().parseHex(hex);
  }

  @Override
  public String toString() {
    return keyId + ":" + hex;
  }

  private static boolean isLowerHex(int c) {
    return HexFormat.isHexDigit(c) && !(c >= 'A' && c <= 'F');
  }
}

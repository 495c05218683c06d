package dev.memwarden.server.http;

/// The bytes of a message body. Printed as their number only: what people told their agents is in
/// there.
public final class Body {

  /// No bytes.
  public static final Body EMPTY = new Body(new byte[0]);

  private final byte[] bytes;

  private Body(byte[] bytes) {
    this.bytes = bytes;
  }

  /// A body of these bytes, which the caller must not change any more.
  public static Body of(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new Body(bytes);
  }

  /// The bytes, which the caller must not change.
  public byte[] bytes() {
    return bytes;
  }

  /// Number of bytes.
  public int length() {
    return bytes.length;
  }

  @Override
  public String toString() {
    return "Body[" + bytes.length + " bytes]";
  }
}

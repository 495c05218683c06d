package dev.memwarden.auth.token;

import dev.memwarden.auth.Secret;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/// Writes tokens in compact serialization (RFC 7515 §7.1).
final class JwsWriter {
  private JwsWriter() {}

  /// The token of these parts.
  ///
  /// @param sign makes the signature over what it is given
  static Secret write(byte[] header, byte[] payload, UnaryOperator<byte[]> sign) {
    byte[] signed = join(Base64Url.encode(header), Base64Url.encode(payload));
    return Secret.copyOf(join(signed, Base64Url.encode(sign.apply(signed))));
  }

  private static byte[] join(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + 1 + other.length);
    both[one.length] = '.';
    System.arraycopy(other, 0, both, one.length + 1, other.length);
    return both;
  }
}

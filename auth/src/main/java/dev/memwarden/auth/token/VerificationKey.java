package dev.memwarden.auth.token;

/// Checks signatures of exactly one algorithm, whatever a token says of itself (RFC 8725 §3.1).
sealed interface VerificationKey permits HmacKey, SignatureKey {

  /// The one value of `alg` that it is for; compared exactly.
  String algorithm();

  /// Whether `signature` is this key's over the first `length` bytes of `text`. Constant time as
  /// far as the signature goes.
  boolean verifies(byte[] text, int length, byte[] signature);
}

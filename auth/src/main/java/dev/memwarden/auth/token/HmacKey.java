package dev.memwarden.auth.token;

import dev.memwarden.auth.Secret;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A shared secret as a key for HS256 (RFC 7518 §3.2) and nothing else: it signs and verifies.
final class HmacKey implements VerificationKey {
  static final String ALGORITHM = "HS256";
  private static final String HMAC = "HmacSHA256";

  private final Mac prototype;

  private HmacKey(Mac prototype) {
    this.prototype = prototype;
  }

  /// The key whose bytes are those of `secret` as they are.
  static HmacKey of(Secret secret) {
    return secret.reveal(bytes -> {
      try {
        Mac mac = Mac.getInstance(HMAC);
        mac.init(new SecretKeySpec(bytes, HMAC));
        return new HmacKey(mac);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every JDK has HMAC with SHA-256", e);
      }
    });
  }

  @Override
  public String algorithm() {
    return ALGORITHM;
  }

  @Override
  public boolean verifies(byte[] text, int length, byte[] signature) {
    return MessageDigest.isEqual(sign(text, length), signature);
  }

  /// The signature over the first `length` bytes of `text`. Cloning a ready HMAC takes half the
  /// time of making one; the prototype is only ever cloned, so threads may share it.
  byte[] sign(byte[] text, int length) {
    try {
      Mac mac = (Mac) prototype.clone();
      mac.update(text, 0, length);
      return mac.doFinal();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the HMAC of the JDK can be cloned", e);
    }
  }

  @Override
  public String toString() {
    return "HmacKey[redacted]";
  }
}

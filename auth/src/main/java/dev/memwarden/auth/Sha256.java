package dev.memwarden.auth;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// SHA-256 (FIPS 180-4), which every Java platform has. Thread-safe.
public final class Sha256 {
  private static final MessageDigest EMPTY = empty(); // never updated

  private Sha256() {}

  /// A digest of what is still to come.
  public static MessageDigest begin() {
    try {
      // A copy spares the search for a provider.
      return (MessageDigest) EMPTY.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256 of the JDK can be copied", e);
    }
  }

  /// The digest of `bytes`: 32 bytes.
  public static byte[] of(byte[] bytes) {
    return begin().digest(bytes);
  }

  private static MessageDigest empty() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

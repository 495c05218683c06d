package dev.memwarden.auth.key;

import dev.memwarden.auth.Secret;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// Proof of a key's text, stored as `alg$params$hash`.
///
/// Keys of our own format carry 256 random bits, so one SHA-256 over the whole text suffices: there
/// is nothing to guess (OWASP ASVS 5.0, 6.5.2).
public final class KeyHash implements KeyProof {
  private static final String SHA_256 = "sha256";
  private static final MessageDigest EMPTY = empty(); // never updated

  /// Proves no text: stands where there is no stored hash, at the same cost as one that is.
  public static final KeyHash NOTHING = new KeyHash(new byte[32]);

  private final byte[] digest;

  private KeyHash(byte[] digest) {
    this.digest = digest;
  }

  /// The proof of `text`. **Cost**: one SHA-256.
  public static KeyHash of(Secret text) {
    return new KeyHash(text.reveal(KeyHash::sha256));
  }

  /// Reads the stored form.
  ///
  /// @throws IllegalArgumentException if it is none that this version knows
  public static KeyHash parse(String stored) {
    String prefix = SHA_256 + "$$";
    if (!stored.startsWith(prefix) || stored.length() != prefix.length() + 64) {
      throw new IllegalArgumentException("unknown form of key hash");
    }
    return new KeyHash(HexFormat.of().parseHex(stored, prefix.length(), stored.length()));
  }

  /// Whether this is the proof of `text`; constant time.
  public boolean proves(Secret text) {
    return MessageDigest.isEqual(digest, text.reveal(KeyHash::sha256));
  }

  @Override
  public String stored() {
    return SHA_256 + "$$" + hex();
  }

  @Override
  public String shown() {
    return stored();
  }

  /// None: the id in the text finds the key.
  @Override
  public Optional<Tag> tag() {
    return Optional.empty();
  }

  byte[] bytes() {
    return digest.clone();
  }

  /// The digest in lower-case hexadecimal.
  public String hex() {
    return HexFormat.of().formatHex(digest);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyHash hash && MessageDigest.isEqual(digest, hash.digest);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(digest);
  }

  /// Never the hash: a log is no place for it.
  @Override
  public String toString() {
    return "KeyHash[" + SHA_256 + "]";
  }

  // A copy spares the search for a provider.
  private static byte[] sha256(byte[] bytes) {
    try {
      return ((MessageDigest) EMPTY.clone()).digest(bytes);
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256 of the JDK can be copied", e);
    }
  }

  private static MessageDigest empty() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

package dev.memwarden.auth.key;

import dev.memwarden.auth.Secret;
import dev.memwarden.auth.Sha256;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Optional;

/// Proof of a key's text, stored as `alg$params$hash`.
///
/// Keys of our own format carry 256 random bits, so one SHA-256 over the whole text suffices: there
/// is nothing to guess (OWASP ASVS 5.0, 6.5.2).
public final class KeyHash implements KeyProof {
  private static final String SHA_256 = "sha256";
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /// Proves no text: stands where there is no stored hash, at the same cost as one that is.
  public static final KeyHash NOTHING = new KeyHash(new byte[32]);

  // Four fields, no array: with very many keys in use, each object more is a wait for memory.
  private final long first;
  private final long second;
  private final long third;
  private final long fourth;

  private KeyHash(byte[] digest) {
    this.first = (long) EIGHT_BYTES.get(digest, 0);
    this.second = (long) EIGHT_BYTES.get(digest, 8);
    this.third = (long) EIGHT_BYTES.get(digest, 16);
    this.fourth = (long) EIGHT_BYTES.get(digest, 24);
  }

  /// The proof of `text`. **Cost**: one SHA-256.
  public static KeyHash of(Secret text) {
    return new KeyHash(text.reveal(Sha256::of));
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
    return matches(of(text));
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

  @Override
  public KeyHash sha256() {
    return this;
  }

  byte[] bytes() {
    byte[] digest = new byte[32];
    EIGHT_BYTES.set(digest, 0, first);
    EIGHT_BYTES.set(digest, 8, second);
    EIGHT_BYTES.set(digest, 16, third);
    EIGHT_BYTES.set(digest, 24, fourth);
    return digest;
  }

  /// The digest in lower-case hexadecimal.
  public String hex() {
    return HexFormat.of().formatHex(bytes());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyHash hash && matches(hash);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(first); // of a digest, any part is as good as all
  }

  /// Never the hash: a log is no place for it.
  @Override
  public String toString() {
    return "KeyHash[" + SHA_256 + "]";
  }

  // Looks at all of both, wherever they differ first.
  private boolean matches(KeyHash other) {
    long difference =
        (first ^ other.first)
            | (second ^ other.second)
            | (third ^ other.third)
            | (fourth ^ other.fourth);
    return difference == 0;
  }
}

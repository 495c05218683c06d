package dev.memwarden.auth.token;

import dev.memwarden.auth.token.SignatureAlgorithm.Family;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// A public key on the curve P-256 that verifies signatures as X.509 writes them: ECDSA with
/// SHA-256, in DER (RFC 3279 §2.2.3). Tokens have another form, see [SignatureAlgorithm#ES256].
public final class P256Key {
  // SubjectPublicKeyInfo of id-ecPublicKey on secp256r1 (RFC 5480 §2) up to a point that is not
  // compressed: DER leaves no other way to write it.
  private static final byte[] PREFIX =
      HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d03010703420004");
  private static final int COORDINATE = 32;
  private static final int LENGTH = PREFIX.length + 2 * COORDINATE;

  private final PublicKey key;

  private P256Key(PublicKey key) {
    this.key = key;
  }

  /// Reads a SubjectPublicKeyInfo in DER.
  ///
  /// @return empty if it is another kind of key, on another curve, or no point on this one
  public static Optional<P256Key> parse(byte[] der) {
    if (der.length != LENGTH || !Arrays.equals(der, 0, PREFIX.length, PREFIX, 0, PREFIX.length)) {
      return Optional.empty();
    }
    int middle = PREFIX.length + COORDINATE;
    return CurveKeys.nist(
            Family.P256,
            Arrays.copyOfRange(der, PREFIX.length, middle),
            Arrays.copyOfRange(der, middle, LENGTH))
        .map(P256Key::new);
  }

  /// Whether `signature` is this key's over `text`.
  public boolean verifies(byte[] text, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance("SHA256withECDSA");
      verifier.initVerify(key);
      verifier.update(text);
      return verifier.verify(signature);
    } catch (SignatureException _) {
      return false; // what is no signature at all
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("the key was read for this algorithm", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has ECDSA", e);
    }
  }
}

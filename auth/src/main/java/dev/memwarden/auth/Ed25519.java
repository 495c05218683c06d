package dev.memwarden.auth;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Optional;
import java.util.Set;

/// Makes keys of points on Curve25519 (RFC 8032).
public final class Ed25519 {

  /// Bytes of a key; half of a signature's.
  public static final int KEY_BYTES = 32;

  // Of points whose order is 8 or less. For such a key made-up signatures verify, one in eight and
  // more, and the JDK takes it.
  private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
  private static final BigInteger ORDER_8 =
      new BigInteger(
          "55188659117513257062467267217118295137698188065244968500265048394206261417927");
  private static final Set<BigInteger> SMALL_ORDER =
      Set.of(
          BigInteger.ZERO,
          BigInteger.ONE,
          P.subtract(BigInteger.ONE),
          ORDER_8,
          P.subtract(ORDER_8));

  private Ed25519() {}

  /// The key of an encoded point (§5.1.2); empty if it is none, or one for which anybody can sign.
  public static Optional<PublicKey> key(byte[] encoded) {
    if (encoded.length != KEY_BYTES) {
      return Optional.empty();
    }
    byte[] bigEndian = new byte[KEY_BYTES];
    for (int i = 0; i < KEY_BYTES; i++) {
      bigEndian[i] = encoded[KEY_BYTES - 1 - i];
    }
    boolean odd = bigEndian[0] < 0;
    bigEndian[0] &= 0x7f;
    BigInteger y = new BigInteger(1, bigEndian);
    // Of what is written otherwise than it has to be, two readers could think differently.
    if (y.compareTo(P) >= 0 || SMALL_ORDER.contains(y)) {
      return Optional.empty();
    }
    try {
      EdECPoint point = new EdECPoint(odd, y);
      PublicKey key =
          KeyFactory.getInstance("Ed25519")
              .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
      // The factory also takes what is no point; only what verifies with it notices.
      Signature.getInstance("Ed25519").initVerify(key);
      return Optional.of(key);
    } catch (GeneralSecurityException _) {
      return Optional.empty();
    }
  }
}

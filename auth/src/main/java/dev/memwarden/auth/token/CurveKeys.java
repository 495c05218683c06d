package dev.memwarden.auth.token;

import dev.memwarden.auth.token.SignatureAlgorithm.Family;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Optional;
import java.util.Set;

/// Makes keys on elliptic curves of their coordinates.
final class CurveKeys {
  private static final BigInteger THREE = BigInteger.valueOf(3);
  private static final int ED25519_BYTES = 32;

  // Of points whose order is 8 or less. For such a key made-up signatures verify, one in eight and
  // more, and the JDK takes it.
  private static final BigInteger ED25519_P =
      BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
  private static final BigInteger ORDER_8 =
      new BigInteger(
          "55188659117513257062467267217118295137698188065244968500265048394206261417927");
  private static final Set<BigInteger> SMALL_ORDER =
      Set.of(
          BigInteger.ZERO,
          BigInteger.ONE,
          ED25519_P.subtract(BigInteger.ONE),
          ORDER_8,
          ED25519_P.subtract(ORDER_8));

  private CurveKeys() {}

  /// Bytes of one coordinate (RFC 7518 §6.2.1.2); half of a signature's.
  static int coordinateLength(Family curve) {
    return switch (curve) {
      case P256 -> 32;
      case P384 -> 48;
      case P521 -> 66;
      case ED25519 -> ED25519_BYTES;
      case RSA -> throw new IllegalArgumentException("RSA has no curve");
    };
  }

  /// The key of a point on a NIST curve; empty if the point is not on it, or not written in full.
  static Optional<PublicKey> nist(Family curve, byte[] x, byte[] y) {
    int length = coordinateLength(curve);
    if (x.length != length || y.length != length) {
      return Optional.empty();
    }
    ECPoint point = new ECPoint(new BigInteger(1, x), new BigInteger(1, y));
    try {
      ECParameterSpec parameters = parameters(curve);
      return isOn(parameters, point)
          ? Optional.of(
              KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, parameters)))
          : Optional.empty();
    } catch (GeneralSecurityException _) {
      return Optional.empty();
    }
  }

  /// The key of an encoded point on Curve25519 (RFC 8032 §5.1.2); empty if it is none, or one for
  /// which anybody can sign.
  static Optional<PublicKey> ed25519(byte[] encoded) {
    if (encoded.length != ED25519_BYTES) {
      return Optional.empty();
    }
    byte[] bigEndian = new byte[ED25519_BYTES];
    for (int i = 0; i < ED25519_BYTES; i++) {
      bigEndian[i] = encoded[ED25519_BYTES - 1 - i];
    }
    boolean odd = bigEndian[0] < 0;
    bigEndian[0] &= 0x7f;
    BigInteger y = new BigInteger(1, bigEndian);
    if (SMALL_ORDER.contains(y)) {
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

  private static ECParameterSpec parameters(Family curve) throws GeneralSecurityException {
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(
        new ECGenParameterSpec(
            switch (curve) {
              case P256 -> "secp256r1";
              case P384 -> "secp384r1";
              case P521 -> "secp521r1";
              case RSA, ED25519 -> throw new IllegalArgumentException(curve + " is no such curve");
            }));
    return parameters.getParameterSpec(ECParameterSpec.class);
  }

  // A point elsewhere would be a key on another curve, on which signatures can be forged.
  private static boolean isOn(ECParameterSpec parameters, ECPoint point) {
    BigInteger p = ((ECFieldFp) parameters.getCurve().getField()).getP();
    BigInteger x = point.getAffineX();
    BigInteger y = point.getAffineY();
    BigInteger right =
        x.modPow(THREE, p)
            .add(parameters.getCurve().getA().multiply(x))
            .add(parameters.getCurve().getB())
            .mod(p);
    return x.compareTo(p) < 0 && y.compareTo(p) < 0 && y.multiply(y).mod(p).equals(right);
  }
}

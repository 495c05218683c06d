package dev.memwarden.auth.token;

import dev.memwarden.auth.Ed25519;
import dev.memwarden.auth.token.SignatureAlgorithm.Family;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Optional;

/// Makes keys on elliptic curves of their coordinates.
final class CurveKeys {
  private static final BigInteger THREE = BigInteger.valueOf(3);

  private CurveKeys() {}

  /// Bytes of one coordinate (RFC 7518 §6.2.1.2); half of a signature's.
  static int coordinateLength(Family curve) {
    return switch (curve) {
      case P256 -> 32;
      case P384 -> 48;
      case P521 -> 66;
      case ED25519 -> Ed25519.KEY_BYTES;
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

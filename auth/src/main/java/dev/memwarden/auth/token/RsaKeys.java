package dev.memwarden.auth.token;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Optional;

/// Makes RSA keys of their numbers, unless they are too weak to prove anything.
final class RsaKeys {
  private static final int MIN_BITS = 2048;
  // Verifying takes the square of the length: longer ones would only be somebody's way to keep us
  // busy.
  private static final int MAX_BITS = 8192;
  private static final BigInteger MIN_EXPONENT = BigInteger.valueOf(65_537);
  private static final int MAX_EXPONENT_BITS = 64;

  // Keys of a chip whose primes are made of powers of 65537 show it modulo small primes
  // (CVE-2017-15361).
  private static final int[] ROCA_PRIMES = {
    3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97,
    101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167
  };

  private RsaKeys() {}

  /// The key; empty if it is too short or too long, its exponent is none that is in use, or it is
  /// known to be breakable.
  static Optional<PublicKey> of(BigInteger modulus, BigInteger exponent) {
    if (modulus.bitLength() < MIN_BITS
        || modulus.bitLength() > MAX_BITS
        || !modulus.testBit(0)
        || exponent.compareTo(MIN_EXPONENT) < 0
        || exponent.bitLength() > MAX_EXPONENT_BITS
        || !exponent.testBit(0)
        || isPowerOf65537(modulus)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent)));
    } catch (GeneralSecurityException _) {
      return Optional.empty();
    }
  }

  private static boolean isPowerOf65537(BigInteger modulus) {
    for (int prime : ROCA_PRIMES) {
      if (!isPowerOf65537(modulus.mod(BigInteger.valueOf(prime)).intValue(), prime)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPowerOf65537(int value, int prime) {
    int power = 1;
    do {
      if (power == value) {
        return true;
      }
      power = power * (65_537 % prime) % prime;
    } while (power != 1);
    return false;
  }
}

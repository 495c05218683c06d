package dev.memwarden.auth.key;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;

/// Text of the digits, capitals and small letters of ASCII, in this order.
final class Base62 {
  private static final byte[] DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".getBytes(US_ASCII);

  // By the byte of the digit; -1 where it is none.
  private static final byte[] VALUES = values();

  // The largest multiple of 62 that a byte can count to: what lies above would favour some digits.
  private static final int FAIR = 248;

  private Base62() {}

  private static byte[] values() {
    byte[] values = new byte[Byte.MAX_VALUE + 1];
    Arrays.fill(values, (byte) -1);
    for (int i = 0; i < DIGITS.length; i++) {
      values[DIGITS[i]] = (byte) i;
    }
    return values;
  }

  /// Whether `b` is a digit.
  static boolean isDigit(byte b) {
    return b >= 0 && VALUES[b] >= 0;
  }

  /// The number that the digits from `from` to before `to` write; at most ten of them.
  static long number(byte[] text, int from, int to) {
    long number = 0;
    for (int i = from; i < to; i++) {
      number = number * 62 + VALUES[text[i]];
    }
    return number;
  }

  /// Fills `text` from `from` to before `to` with uniformly random digits.
  static void random(SecureRandom random, byte[] text, int from, int to) {
    byte[] pool = new byte[to - from];
    int at = from;
    while (at < to) {
      random.nextBytes(pool);
      for (int i = 0; i < pool.length && at < to; i++) {
        int value = pool[i] & 0xff;
        if (value < FAIR) {
          text[at++] = DIGITS[value % 62];
        }
      }
    }
  }

  /// The digit of `value` that stands `place` places from the right.
  static byte digit(long value, int place) {
    long rest = value;
    for (int i = 0; i < place; i++) {
      rest /= 62;
    }
    return DIGITS[(int) (rest % 62)];
  }

  /// The last `length` digits of the unsigned number `bytes`.
  static String last(byte[] bytes, int length) {
    BigInteger rest = new BigInteger(1, bytes);
    byte[] text = new byte[length];
    for (int i = length - 1; i >= 0; i--) {
      BigInteger[] parts = rest.divideAndRemainder(BigInteger.valueOf(62));
      text[i] = DIGITS[parts[1].intValue()];
      rest = parts[0];
    }
    return new String(text, US_ASCII);
  }
}

package dev.memwarden.auth.limit;

import java.net.InetAddress;

/// The addresses that are counted as one: an IPv4 address alone, an IPv6 network of 64 bits whole,
/// as a single machine has all of that (RFC 4291 §2.5.4).
public final class AddressBlock {
  private static final int NETWORK_BYTES = 8;

  private AddressBlock() {}

  /// The number of the block that `address` is in.
  public static long of(InetAddress address) {
    byte[] bytes = address.getAddress();
    long block = 0;
    for (int i = 0; i < Math.min(bytes.length, NETWORK_BYTES); i++) {
      block = block << Byte.SIZE | bytes[i] & 0xff;
    }
    return block;
  }
}

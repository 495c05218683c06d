package dev.memwarden.auth;

import java.net.InetAddress;

/// A range of addresses from which a credential may be used, such as `10.0.0.0/8` or
/// `2001:db8::/32`.
///
/// @param base any address of the range
/// @param prefix leading bits that must agree: 0 to 32 for IPv4, 0 to 128 for IPv6
public record Network(InetAddress base, int prefix) {

  /// @throws IllegalArgumentException if the prefix does not fit the address
  public Network {
    if (prefix < 0 || prefix > base.getAddress().length * 8) {
      throw new IllegalArgumentException("prefix /" + prefix + " does not fit the address");
    }
  }

  /// Reads an address literal or CIDR notation. Never asks a name server.
  ///
  /// @throws IllegalArgumentException if `text` is neither
  public static Network parse(String text) {
    int slash = text.indexOf('/');
    String literal = slash < 0 ? text : text.substring(0, slash);
    // The JDK reads `10/8` as 0.0.0.10/8, and a scope is one machine's own.
    if (!isFullLiteral(literal)) {
      throw noNetwork(text);
    }
    InetAddress base = InetAddress.ofLiteral(literal);
    int bits = base.getAddress().length * 8;
    if (slash < 0) {
      return new Network(base, bits);
    }
    String prefix = text.substring(slash + 1);
    if (!prefix.matches("[0-9]{1,3}")) {
      throw noNetwork(text);
    }
    return new Network(base, Integer.parseInt(prefix));
  }

  private static boolean isFullLiteral(String literal) {
    return literal.indexOf(':') >= 0
        ? literal.indexOf('%') < 0
        : literal.chars().filter(c -> c == '.').count() == 3;
  }

  private static IllegalArgumentException noNetwork(String text) {
    return new IllegalArgumentException("'" + text + "' is no network such as 10.0.0.0/8");
  }

  /// Whether `address` is in the range. An IPv4-mapped IPv6 address counts as IPv4.
  public boolean contains(InetAddress address) {
    byte[] mine = base.getAddress();
    byte[] theirs = address.getAddress();
    if (mine.length != theirs.length) {
      return false;
    }
    int whole = prefix / 8;
    for (int i = 0; i < whole; i++) {
      if (mine[i] != theirs[i]) {
        return false;
      }
    }
    int rest = prefix % 8;
    return rest == 0 || ((mine[whole] ^ theirs[whole]) & 0xff) >>> (8 - rest) == 0;
  }

  /// Whether all of `other` is in the range.
  public boolean covers(Network other) {
    return other.prefix >= prefix && contains(other.base);
  }

  /// The range in CIDR notation.
  @Override
  public String toString() {
    return base.getHostAddress() + "/" + prefix;
  }
}

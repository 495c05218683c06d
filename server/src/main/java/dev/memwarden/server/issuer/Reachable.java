package dev.memwarden.server.issuer;

import dev.memwarden.auth.Network;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Where documents may be fetched from: what an operator wrote down may be private, and what others
/// wrote may not. Otherwise whoever writes such a document could have the server ask its
/// neighbours.
public final class Reachable {
  // All that is not routed on the Internet, or is another address in disguise (RFC 6890 and the
  // registries that go on from it).
  private static final List<Network> PRIVATE =
      Stream.of(
              "0.0.0.0/8",
              "10.0.0.0/8",
              "100.64.0.0/10",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "172.16.0.0/12",
              "192.0.0.0/24",
              "192.0.2.0/24",
              "192.88.99.0/24",
              "192.168.0.0/16",
              "198.18.0.0/15",
              "198.51.100.0/24",
              "203.0.113.0/24",
              "224.0.0.0/3",
              "2001::/23",
              "2001:db8::/32",
              "2002::/16",
              "3fff::/20")
          .map(Network::parse)
          .toList();
  private static final Network GLOBAL_IPV6 = Network.parse("2000::/3");
  private static final int IPV6_BYTES = 16;

  private Reachable() {}

  /// Why an operator may not have written `address`, if so.
  public static Optional<String> objection(URI address) {
    String host = Optional.ofNullable(address.getHost()).orElse("");
    String scheme = scheme(address);
    if (host.isEmpty() || !(scheme.equals("https") || scheme.equals("http"))) {
      return Optional.of("must be an https URL with a host");
    }
    if (address.getRawUserInfo() != null || address.getRawFragment() != null) {
      return Optional.of("must have no user and no fragment");
    }
    return scheme.equals("https") || isLoopback(host)
        ? Optional.empty()
        : Optional.of("must be https, unless the host is a loopback address");
  }

  /// Why `address` may not be asked, if so, where the operator wrote `near`. Asks a name server.
  static Optional<String> objection(URI address, URI near) {
    Optional<String> objection = objection(address);
    if (objection.isPresent() || isSameServer(address, near)) {
      return objection;
    }
    if (!scheme(address).equals("https")) {
      return Optional.of("must be https, as it is not on the server of the issuer");
    }
    try {
      // The JDK remembers the answer for longer than the request that follows takes to start. A
      // server that another answer led to would have to prove the same name besides.
      for (InetAddress one : InetAddress.getAllByName(address.getHost())) {
        if (isPrivate(one)) {
          return Optional.of("leads to a private address that nobody has written down");
        }
      }
      return Optional.empty();
    } catch (UnknownHostException _) {
      return Optional.of("names a host that is not known");
    }
  }

  static boolean isPrivate(InetAddress address) {
    boolean local = address.getAddress().length == IPV6_BYTES && !GLOBAL_IPV6.contains(address);
    return local || PRIVATE.stream().anyMatch(network -> network.contains(address));
  }

  private static boolean isSameServer(URI one, URI other) {
    return scheme(one).equals(scheme(other))
        && one.getHost().equalsIgnoreCase(other.getHost())
        && port(one) == port(other);
  }

  private static int port(URI address) {
    int usual = scheme(address).equals("https") ? 443 : 80;
    return address.getPort() < 0 ? usual : address.getPort();
  }

  private static String scheme(URI address) {
    return Optional.ofNullable(address.getScheme()).orElse("").toLowerCase(Locale.ROOT);
  }

  // By text alone: what a name resolves to today may be another address tomorrow.
  private static boolean isLoopback(String host) {
    return host.equalsIgnoreCase("localhost")
        || host.equals("[::1]")
        || host.matches("127(?:\\.[0-9]{1,3}){3}");
  }
}

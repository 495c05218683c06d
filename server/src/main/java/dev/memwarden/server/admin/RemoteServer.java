package dev.memwarden.server.admin;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/// The address of a server elsewhere, to which a key may be sent: over TLS, or else to this
/// machine.
///
/// @param base what paths are put behind; never ends in a slash
public record RemoteServer(URI base) {

  /// Reads an address such as `https://memory.example.com`; a path may follow, as of a proxy.
  ///
  /// @param allowHttp whether the key may go elsewhere in the clear
  /// @throws IllegalArgumentException saying what is wrong with it
  public static RemoteServer parse(String text, boolean allowHttp) {
    URI uri = uri(text);
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw new IllegalArgumentException("the URL starts with https://, or http://");
    }
    if (uri.getHost() == null
        || uri.getRawUserInfo() != null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null) {
      throw new IllegalArgumentException("the URL has a host, and no user, query or fragment");
    }
    if (scheme.equals("http") && !allowHttp && !isLoopback(uri.getHost())) {
      throw new IllegalArgumentException(
          "the key would go over the network in the clear: use https://, or say --allow-http");
    }
    String whole = uri.toString();
    return new RemoteServer(URI.create(whole.replaceFirst("/+$", "")));
  }

  /// Where `path` is there.
  URI at(String path) {
    return URI.create(base + path);
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException _) {
      throw new IllegalArgumentException("that is no URL");
    }
  }

  // Names are not looked up: what they lead to now is not what they lead to next.
  private static boolean isLoopback(String host) {
    if (host.equalsIgnoreCase("localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")).isLoopbackAddress();
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  @Override
  public String toString() {
    return base.toString();
  }
}

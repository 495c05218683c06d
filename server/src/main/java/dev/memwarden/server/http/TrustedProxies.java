package dev.memwarden.server.http;

import dev.memwarden.auth.Network;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The proxies whose word about the client is taken: its address, and whether it came by TLS.
///
/// @param networks none listed means that no proxy is trusted
public record TrustedProxies(List<Network> networks) {

  /// Nobody: the client is whoever holds the socket.
  public static final TrustedProxies NONE = new TrustedProxies(List.of());

  public TrustedProxies {
    networks = List.copyOf(networks);
  }

  /// The client's address: the rightmost hop that is no trusted proxy, and the socket's other end
  /// if that is none. Read from `X-Forwarded-For`, or else from `for=` of `Forwarded` (RFC 7239
  /// §5.2). A hop that is no address ends the walk at the proxy that named it, and so do both
  /// fields at once, of which one must be forged.
  public InetAddress client(InetAddress peer, Headers headers) {
    if (networks.isEmpty() || !trusts(peer)) {
      return peer;
    }
    List<String> chain = headers.all("X-Forwarded-For");
    List<String> forwarded = headers.all("Forwarded");
    if (!chain.isEmpty() && !forwarded.isEmpty()) {
      return peer;
    }
    List<String> hops = chain.isEmpty() ? parameters(forwarded, "for=") : elements(chain);
    InetAddress client = peer;
    for (String hop : hops.reversed()) {
      Optional<InetAddress> address = address(hop);
      if (address.isEmpty()) {
        return client;
      }
      client = address.get();
      if (!trusts(client)) {
        return client;
      }
    }
    return client;
  }

  /// Whether the client came by TLS, as the proxy says: each `X-Forwarded-Proto`, or else each
  /// `proto=` of `Forwarded` (RFC 7239 §5.4), is `https`. Both fields at once, of which one must be
  /// forged, say that it did not. Empty if no trusted proxy is there, or it says nothing of this.
  Optional<Boolean> cameEncrypted(InetAddress peer, Headers headers) {
    if (networks.isEmpty() || !trusts(peer)) {
      return Optional.empty();
    }
    List<String> schemes = elements(headers.all("X-Forwarded-Proto"));
    List<String> others = parameters(headers.all("Forwarded"), "proto=");
    if (schemes.isEmpty()) {
      boolean silent = others.stream().allMatch(String::isEmpty);
      return silent ? Optional.empty() : Optional.of(areSecure(others));
    }
    return Optional.of(others.isEmpty() && areSecure(schemes));
  }

  private static boolean areSecure(List<String> schemes) {
    return schemes.stream().allMatch("https"::equalsIgnoreCase);
  }

  /// Whether a proxy of these is there.
  boolean trusts(InetAddress address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }

  private static List<String> elements(List<String> values) {
    List<String> elements = new ArrayList<>();
    for (String value : values) {
      for (String element : value.split(",", -1)) {
        elements.add(element.strip());
      }
    }
    return elements;
  }

  // What each hop says by the parameter of this name; nothing is the empty text.
  private static List<String> parameters(List<String> values, String name) {
    List<String> parameters = new ArrayList<>();
    for (String element : elements(values)) {
      String parameter = "";
      for (String pair : element.split(";", -1)) {
        String stripped = pair.strip();
        if (stripped.toLowerCase(Locale.ROOT).startsWith(name)) {
          parameter = stripped.substring(name.length()).replace("\"", "");
        }
      }
      parameters.add(parameter);
    }
    return parameters;
  }

  /// An address, perhaps with a port: `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`,
  /// `[2001:db8::1]:80`.
  private static Optional<InetAddress> address(String hop) {
    String text = hop;
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      text = end < 0 ? "" : text.substring(1, end);
    } else if (text.indexOf(':') >= 0 && text.indexOf(':') == text.lastIndexOf(':')) {
      text = text.substring(0, text.indexOf(':'));
    }
    if (text.isEmpty() || text.indexOf('%') >= 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}

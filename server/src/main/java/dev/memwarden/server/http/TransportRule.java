package dev.memwarden.server.http;

import java.net.InetAddress;

/// Whether a request may come as it came: what `http.require-tls` demands.
///
/// @param encrypted whether the listener speaks TLS itself
/// @param required whether nobody elsewhere may come without
/// @param proxies say of requests that they hand on how these came
record TransportRule(boolean encrypted, boolean required, TrustedProxies proxies) {

  /// Everybody may, except, if TLS is required, who comes without it from elsewhere: straight, by a
  /// trusted proxy that says so or says nothing, or by a proxy that nobody named.
  boolean admits(InetAddress peer, Headers headers) {
    return !required
        || isEncrypted(peer, headers)
        || peer.isLoopbackAddress() && ProxyFields.noneIn(headers);
  }

  /// Whether clients shall be told to come by TLS alone from now on, which in the clear anybody
  /// could tell them (RFC 6797 §7.2).
  boolean isPromised(InetAddress peer, Headers headers) {
    return required && isEncrypted(peer, headers);
  }

  private boolean isEncrypted(InetAddress peer, Headers headers) {
    return proxies.cameEncrypted(peer, headers).orElse(encrypted);
  }
}

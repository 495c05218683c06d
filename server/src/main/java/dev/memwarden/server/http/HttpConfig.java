package dev.memwarden.server.http;

import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;

/// Settings of the listener.
///
/// @param host name or address to listen on
/// @param port 0 for any that is free
/// @param tls makes an engine for each connection, if connections are encrypted here; then all are
/// @param requireTls whether requests from elsewhere must have come encrypted all the way
public record HttpConfig(
    String host,
    int port,
    HttpLimits limits,
    Optional<Supplier<SSLEngine>> tls,
    boolean requireTls) {

  /// One in the clear.
  public HttpConfig(String host, int port, HttpLimits limits) {
    this(host, port, limits, Optional.empty(), false);
  }

  /// Loopback only, with the limits that hold by default.
  public static HttpConfig local(int port) {
    return new HttpConfig("127.0.0.1", port, HttpLimits.DEFAULT);
  }

  /// The same with connections that are encrypted.
  public HttpConfig encrypting(Supplier<SSLEngine> engines) {
    return new HttpConfig(host, port, limits, Optional.of(engines), requireTls);
  }

  /// The same, where nobody elsewhere may come without TLS.
  public HttpConfig requiringTls() {
    return new HttpConfig(host, port, limits, tls, true);
  }
}

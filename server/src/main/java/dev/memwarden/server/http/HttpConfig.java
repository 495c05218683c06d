package dev.memwarden.server.http;

import java.time.Duration;

/// Settings of the listener.
///
/// @param host name or address to listen on
/// @param port 0 for any that is free
/// @param idleTimeout closes a connection on which nothing moves for so long
/// @param bodyTimeout how long a body may take to come
public record HttpConfig(String host, int port, Duration idleTimeout, Duration bodyTimeout) {

  /// Loopback only, an idle connection for 75 s, a body within 30 s.
  public static HttpConfig local(int port) {
    return new HttpConfig("127.0.0.1", port, Duration.ofSeconds(75), Duration.ofSeconds(30));
  }
}

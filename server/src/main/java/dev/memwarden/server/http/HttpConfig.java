package dev.memwarden.server.http;

/// Settings of the listener.
///
/// @param host name or address to listen on
/// @param port 0 for any that is free
public record HttpConfig(String host, int port, HttpLimits limits) {

  /// Loopback only, with the limits that hold by default.
  public static HttpConfig local(int port) {
    return new HttpConfig("127.0.0.1", port, HttpLimits.DEFAULT);
  }
}

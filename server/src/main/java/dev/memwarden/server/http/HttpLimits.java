package dev.memwarden.server.http;

import java.time.Duration;

/// How much of the listener anybody may take up, before and while being served.
///
/// @param maxHead all header fields of a request together, in bytes
/// @param headTimeout how long a head may take to come, from the first byte or from connecting
/// @param bodyTimeout how long a body may take to come
/// @param idleTimeout closes a connection for whose next request we wait for so long, or on which
///   nobody takes our reply
/// @param maxConnections open connections; more are closed at once
/// @param maxConnectionsPerAddress how many of them one address may have, unless it is a proxy's
/// @param maxRequests requests that are worked on at once, each on its thread; more get a 503
/// @param bodyMemory all bodies that are coming or being worked on, in bytes; more gets a 503
public record HttpLimits(
    int maxHead,
    Duration headTimeout,
    Duration bodyTimeout,
    Duration idleTimeout,
    int maxConnections,
    int maxConnectionsPerAddress,
    int maxRequests,
    int bodyMemory) {

  /// What holds unless it is configured otherwise.
  public static final HttpLimits DEFAULT =
      new HttpLimits(
          32 << 10,
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          2_000,
          1_000,
          256,
          64 << 20);

  /// The same with other deadlines for heads and bodies.
  public HttpLimits withTimeouts(Duration head, Duration body) {
    return new HttpLimits(
        maxHead,
        head,
        body,
        idleTimeout,
        maxConnections,
        maxConnectionsPerAddress,
        maxRequests,
        bodyMemory);
  }

  /// The same with so many connections, and so many of them for one address.
  public HttpLimits withConnections(int all, int perAddress) {
    return new HttpLimits(
        maxHead, headTimeout, bodyTimeout, idleTimeout, all, perAddress, maxRequests, bodyMemory);
  }

  /// The same with another time for idle connections.
  public HttpLimits withIdleTimeout(Duration idle) {
    return new HttpLimits(
        maxHead,
        headTimeout,
        bodyTimeout,
        idle,
        maxConnections,
        maxConnectionsPerAddress,
        maxRequests,
        bodyMemory);
  }
}

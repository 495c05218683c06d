package dev.memwarden.server.http;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One request as routes see it: decoded once, without credentials, free of the HTTP engine.
///
/// @param path values of the route's path variables, percent-decoded
/// @param query query parameters in order of appearance, decoded; a name may come several times
/// @param body the whole body; empty if there was none
/// @param from the client's address
/// @param correlationId names the request in logs and in the `X-Request-ID` of the reply
public record Call(
    Method method,
    Map<String, String> path,
    Map<String, List<String>> query,
    Body body,
    InetAddress from,
    String correlationId) {

  /// The value of a path variable that the route's pattern has.
  ///
  /// @throws IllegalArgumentException if the pattern has none of that name; a bug in the route
  public String pathValue(String name) {
    String value = path.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no path variable " + name);
    }
    return value;
  }

  /// All values of a query parameter.
  public List<String> queryValues(String name) {
    return query.getOrDefault(name, List.of());
  }

  /// The first value of a query parameter.
  public Optional<String> queryValue(String name) {
    return queryValues(name).stream().findFirst();
  }
}

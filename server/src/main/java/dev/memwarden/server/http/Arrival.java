package dev.memwarden.server.http;

import java.util.Optional;

/// That a request has come, as far as observers may know: nothing in it names a caller.
///
/// @param dialect its name; `none` where no route was found
/// @param method a known word; empty for any other
/// @param path the pattern of its route, with variables as such; empty where no route was found
/// @param traceparent as it was sent (W3C Trace Context), whatever it is
/// @param fromProxy whether whoever sent it is a proxy whose word is taken
public record Arrival(
    String dialect,
    Optional<Method> method,
    Optional<String> path,
    Optional<String> traceparent,
    boolean fromProxy) {

  /// The dialect of requests without a route.
  public static final String NOBODYS = "none";
}

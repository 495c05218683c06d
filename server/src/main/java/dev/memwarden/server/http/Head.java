package dev.memwarden.server.http;

import java.net.InetAddress;

/// A request before its body, as it came.
///
/// @param method the word on the wire
/// @param target path and query as they stand in the request line, still encoded
/// @param peer the other end of the socket, which may be a proxy
public record Head(String method, String target, Headers headers, InetAddress peer) {

  /// Method and length of the target only: ids stand in paths, credentials in headers.
  @Override
  public String toString() {
    return "Head[" + method + ", target of " + target.length() + "]";
  }
}

package dev.memwarden.server.http;

import java.util.Set;
import java.util.stream.Collectors;

/// Replies of the edge, where no dialect is known yet: `{"detail": "..."}`.
final class Plain {
  static final Reply BAD_HOST = of(400, "Exactly one valid Host header is required");
  static final Reply BAD_TARGET = of(400, "Malformed request target");
  static final Reply BAD_REQUEST = of(400, "Malformed request");
  static final Reply NOT_LOCAL =
      of(403, "Authentication is disabled: only direct requests from this machine are answered");
  static final Reply NOT_FOUND = of(404, "Not Found");
  static final Reply TOO_SLOW = of(408, "Request body came too slowly");
  static final Reply LINE_TOO_LONG = of(414, "Request line too long");
  static final Reply HEAD_TOO_LARGE = of(431, "Request header fields too large");

  private Plain() {}

  static Reply of(int status, String detail) {
    return Reply.json(status, Json.object().put("detail", detail));
  }

  static Reply wrongMethod(Set<Method> allowed) {
    String methods = allowed.stream().map(Method::name).collect(Collectors.joining(", "));
    return of(405, "Method Not Allowed").withHeader("Allow", methods);
  }
}

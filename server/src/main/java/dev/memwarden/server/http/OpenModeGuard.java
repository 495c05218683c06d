package dev.memwarden.server.http;

import java.util.List;

/// Keeps web pages and proxies away while authentication is switched off: then everybody who can
/// send a request is an admin, and a browser sends what any page asks it to (DNS rebinding).
final class OpenModeGuard {
  private static final List<String> PROXY_FIELDS =
      List.of(
          "Forwarded",
          "Via",
          "X-Forwarded-For",
          "X-Forwarded-Host",
          "X-Forwarded-Proto",
          "X-Forwarded-Port",
          "X-Forwarded-Prefix",
          "X-Forwarded-Server",
          "X-Forwarded-Uri",
          "X-Forwarded-Method",
          "X-Real-IP");

  private OpenModeGuard() {}

  /// Whether the request comes straight from a program on this machine.
  static boolean admits(Authority host, Headers headers) {
    return host.isLoopback()
        && headers.all("Origin").stream().allMatch(OpenModeGuard::isLoopback)
        && PROXY_FIELDS.stream().noneMatch(headers::has);
  }

  private static boolean isLoopback(String origin) {
    int start = origin.indexOf("://");
    return start > 0
        && Authority.parse(origin.substring(start + 3)).filter(Authority::isLoopback).isPresent();
  }
}

package dev.memwarden.server.http;

import java.util.List;

/// Keeps web pages and proxies away while authentication is switched off: then everybody who can
/// send a request is an admin, and a browser sends what any page asks it to (DNS rebinding).
final class OpenModeGuard {
  private static final List<String> SCHEMES = List.of("http://", "https://");

  private OpenModeGuard() {}

  /// Whether the request comes straight from a program on this machine.
  static boolean admits(Authority host, Headers headers) {
    return host.isLoopback()
        && headers.all("Origin").stream().allMatch(OpenModeGuard::isLoopback)
        && ProxyFields.noneIn(headers);
  }

  private static boolean isLoopback(String origin) {
    return SCHEMES.stream()
        .filter(scheme -> origin.regionMatches(true, 0, scheme, 0, scheme.length()))
        .map(scheme -> origin.substring(scheme.length()))
        .anyMatch(host -> Authority.parse(host).filter(Authority::isLoopback).isPresent());
  }
}

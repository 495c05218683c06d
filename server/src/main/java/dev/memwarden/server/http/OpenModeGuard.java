package dev.memwarden.server.http;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Keeps web pages and proxies away while authentication is switched off: then everybody who can
/// send a request is an admin, and a browser sends what any page asks it to (DNS rebinding).
final class OpenModeGuard {
  private static final List<String> SCHEMES = List.of("http://", "https://");

  // Whoever adds one of these speaks for somebody else.
  private static final Set<String> PROXY_FIELDS =
      Set.of(
          "forwarded",
          "via",
          "client-ip",
          "cf-connecting-ip",
          "true-client-ip",
          "x-client-ip",
          "x-cluster-client-ip",
          "x-original-host",
          "x-proxyuser-ip",
          "x-real-ip");

  private OpenModeGuard() {}

  /// Whether the request comes straight from a program on this machine.
  static boolean admits(Authority host, Headers headers) {
    return host.isLoopback()
        && headers.all("Origin").stream().allMatch(OpenModeGuard::isLoopback)
        && headers.names().stream().noneMatch(OpenModeGuard::isOfProxy);
  }

  private static boolean isOfProxy(String name) {
    // To some servers, `_` and `-` in names are the same.
    String plain = name.toLowerCase(Locale.ROOT).replace('_', '-');
    return plain.startsWith("x-forwarded") || PROXY_FIELDS.contains(plain);
  }

  private static boolean isLoopback(String origin) {
    return SCHEMES.stream()
        .filter(scheme -> origin.regionMatches(true, 0, scheme, 0, scheme.length()))
        .map(scheme -> origin.substring(scheme.length()))
        .anyMatch(host -> Authority.parse(host).filter(Authority::isLoopback).isPresent());
  }
}

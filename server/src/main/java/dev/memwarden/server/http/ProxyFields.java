package dev.memwarden.server.http;

import java.util.Locale;
import java.util.Set;

/// Header fields that only proxies add: whoever sends one speaks for somebody else.
final class ProxyFields {
  private static final Set<String> NAMES =
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

  private ProxyFields() {}

  /// Whether there is none.
  static boolean noneIn(Headers headers) {
    return headers.names().stream().noneMatch(ProxyFields::isOne);
  }

  private static boolean isOne(String name) {
    // To some servers, `_` and `-` in names are the same.
    String plain = name.toLowerCase(Locale.ROOT).replace('_', '-');
    return plain.startsWith("x-forwarded") || NAMES.contains(plain);
  }
}

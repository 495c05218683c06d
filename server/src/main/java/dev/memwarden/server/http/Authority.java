package dev.memwarden.server.http;

import java.util.List;
import java.util.Optional;

/// The `Host` of a request, checked in form.
///
/// @param host a name or address, without its port; IPv6 in brackets
record Authority(String host) {

  /// Reads one authority such as `localhost:8000`.
  static Optional<Authority> parse(String text) {
    int end = text.startsWith("[") ? text.indexOf(']') + 1 : text.indexOf(':');
    if (end < 0) {
      end = text.length();
    }
    String host = text.substring(0, end);
    return isHost(host) && isPort(text, end) ? Optional.of(new Authority(host)) : Optional.empty();
  }

  /// The one `Host` that a request must have (RFC 9112 §3.2).
  static Optional<Authority> of(Headers headers) {
    List<String> hosts = headers.all("Host");
    return hosts.size() == 1 ? parse(hosts.getFirst()) : Optional.empty();
  }

  /// Whether it means this machine itself, by a name that no name server can give to another.
  boolean isLoopback() {
    if (host.equalsIgnoreCase("localhost") || host.equals("[::1]")) {
      return true;
    }
    return host.matches("127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}");
  }

  private static boolean isHost(String host) {
    boolean literal = host.length() > 2 && host.startsWith("[");
    int end = literal ? host.length() - 1 : host.length();
    for (int i = literal ? 1 : 0; i < end; i++) {
      if (!(literal ? isAddress(host.charAt(i)) : isName(host.charAt(i)))) {
        return false;
      }
    }
    return !host.isEmpty() && host.length() <= 255;
  }

  private static boolean isName(char c) {
    return isDigit(c)
        || c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c == '.'
        || c == '-'
        || c == '_'
        || c == '~';
  }

  private static boolean isAddress(char c) {
    return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' || c == ':' || c == '.';
  }

  private static boolean isPort(String text, int colon) {
    if (colon == text.length()) {
      return true;
    }
    int digits = text.length() - colon - 1;
    for (int i = colon + 1; i < text.length(); i++) {
      if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return text.charAt(colon) == ':' && digits >= 1 && digits <= 5;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}

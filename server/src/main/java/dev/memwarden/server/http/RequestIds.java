package dev.memwarden.server.http;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Names requests. A client may bring its own name; otherwise one is counted up behind a prefix
/// that tells processes apart. Nobody need be unable to guess it.
public final class RequestIds {
  private static final int MAX_LENGTH = 64;

  private final String prefix;
  private final AtomicLong last = new AtomicLong();

  /// @param prefix 1 to 40 characters of `[A-Za-z0-9._-]`, another one for each process
  public RequestIds(String prefix) {
    if (!isName(prefix) || prefix.length() > 40) {
      throw new IllegalArgumentException("no prefix for request ids");
    }
    this.prefix = prefix + "-";
  }

  /// The `X-Request-ID` of the request if it is 1 to 64 characters of `[A-Za-z0-9._-]`, else a new
  /// one.
  String of(Headers headers) {
    List<String> given = headers.all("X-Request-ID");
    return given.size() == 1 && isName(given.getFirst())
        ? given.getFirst()
        : prefix + Long.toString(last.incrementAndGet(), Character.MAX_RADIX);
  }

  private static boolean isName(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean allowed =
          c >= 'a' && c <= 'z'
              || c >= 'A' && c <= 'Z'
              || c >= '0' && c <= '9'
              || c == '.'
              || c == '_'
              || c == '-';
      if (!allowed) {
        return false;
      }
    }
    return true;
  }
}

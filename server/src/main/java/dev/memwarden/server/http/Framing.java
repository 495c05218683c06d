package dev.memwarden.server.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/// What the header fields of a request say about its body.
final class Framing {
  private static final CharSequence EXPECT = HttpHeaders.createOptimized("Expect");

  private Framing() {}

  /// Whether it comes in chunks, of a length that nobody knows yet.
  static boolean isChunked(HttpServerRequest request) {
    return request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
  }

  /// Whether the client waits to be asked for it.
  static boolean expectsContinue(HttpServerRequest request) {
    return "100-continue".equalsIgnoreCase(request.getHeader(EXPECT));
  }

  /// What `Content-Length` says, which the decoder has checked; 0 if there is none.
  static long declaredLength(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length == null ? 0 : Long.parseLong(length.strip());
  }

  /// Whether it would have to be unpacked.
  static boolean isEncoded(HttpServerRequest request) {
    return request.headers().contains(HttpHeaders.CONTENT_ENCODING)
        && !request.headers().getAll(HttpHeaders.CONTENT_ENCODING).stream()
            .allMatch("identity"::equalsIgnoreCase);
  }
}

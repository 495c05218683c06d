package dev.memwarden.server.http;

import java.util.Optional;

/// What the edge refuses before any route has a say. In the shape of the dialect whose path it is,
/// or else as `{"detail": "..."}`.
enum EdgeRefusal {
  BAD_REQUEST(400, "Malformed request"),
  BAD_VERSION(400, "Only HTTP/1.1 and HTTP/1.0 are understood"),
  BAD_HOST(400, "Exactly one valid Host header is required"),
  BAD_TARGET(400, "Malformed request target"),
  OVERRIDE(400, "Header fields that stand for another method or path are not accepted"),
  BAD_CONNECTION(400, "Connection may only name close, keep-alive, Upgrade, TE, HTTP2-Settings"),
  BAD_CODING(400, "The only transfer coding is chunked"),
  BAD_BODY(400, "Malformed request body framing"),
  NOT_LOCAL(403, "Authentication is disabled: only direct requests from this machine are answered"),
  NOT_ENCRYPTED(403, "This server is reached by https only"),
  NOT_FOUND(404, "Not Found"),
  WRONG_METHOD(405, "Method Not Allowed"),
  HEAD_TOO_SLOW(408, "Request header fields came too slowly"),
  BODY_TOO_SLOW(408, "Request body came too slowly"),
  LINE_TOO_LONG(414, "Request line too long"),
  ENCODED_BODY(415, "The body must come without a content coding"),
  BAD_EXPECTATION(417, "The only expectation is 100-continue"),
  TOO_MANY_FAILURES(429, "Too many failed authentications; try again later"),
  TOO_MANY_REQUESTS(429, "Too many requests; try again later"),
  HEAD_TOO_LARGE(431, "Request header fields too large"),
  BUSY(503, "Too many requests at once; try again in a moment");

  private static final int UNAVAILABLE = 503;

  private final int status;
  private final String message;
  private final Reply undirected;

  EdgeRefusal(int status, String message) {
    this.status = status;
    this.message = message;
    this.undirected = complete(Reply.json(status, Json.object().put("detail", message)));
  }

  /// The reply as `dialect` says it, if one is known.
  Reply in(Optional<Dialect> dialect) {
    return dialect.map(speaker -> complete(speaker.plain(status, message))).orElse(undirected);
  }

  private static Reply complete(Reply reply) {
    return reply.status() == UNAVAILABLE ? reply.withHeader("Retry-After", "1") : reply;
  }
}

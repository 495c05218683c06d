package dev.memwarden.server.http;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/// Puts replies on the wire, and decides whether the connection goes on.
final class ReplyWriter {
  private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("X-Request-ID");
  private static final CharSequence CONTENT_TYPE_OPTIONS =
      HttpHeaders.createOptimized("X-Content-Type-Options");
  private static final CharSequence NO_SNIFF = HttpHeaders.createOptimized("nosniff");
  private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
  private static final CharSequence CHALLENGE = HttpHeaders.createOptimized("WWW-Authenticate");

  private ReplyWriter() {}

  /// Sends the reply to a request, whatever of its body has come.
  static void send(HttpServerRequest request, Answer answer) {
    if (!request.isEnded() && leavesTooMuch(request)) {
      // What is left of the body must not be read as the next request, nor be waited for.
      sendLast(request, answer);
    } else if (!isOver(request)) {
      request.resume();
      end(request.response(), answer);
    }
  }

  /// Sends the last reply of a connection, and reads nothing more from it.
  static void sendLast(HttpServerRequest request, Answer answer) {
    if (!isOver(request)) {
      Connections.readNoMore(request);
      request.response().putHeader("Connection", "close");
      end(request.response(), answer).onComplete(_ -> request.connection().close());
    }
  }

  private static boolean isOver(HttpServerRequest request) {
    return request.response().ended() || request.response().closed();
  }

  /// What [Answer#added] says, from constants that the engine need not check and encode each time.
  private static void add(MultiMap headers, Answer answer) {
    headers.add(REQUEST_ID, answer.correlationId()).add(CONTENT_TYPE_OPTIONS, NO_SNIFF);
    if (!answer.mayBeStored()) {
      headers.add(HttpHeaders.CACHE_CONTROL, NO_STORE);
    }
    answer.challenge().ifPresent(challenge -> headers.add(CHALLENGE, challenge));
  }

  private static Future<Void> end(HttpServerResponse response, Answer answer) {
    Reply reply = answer.reply();
    response.setStatusCode(reply.status());
    for (Reply.Header header : reply.headers()) {
      response.headers().add(header.name(), header.value());
    }
    add(response.headers(), answer);
    return reply.bytes().length == 0 ? response.end() : response.end(Buffer.buffer(reply.bytes()));
  }

  private static boolean leavesTooMuch(HttpServerRequest request) {
    return Framing.expectsContinue(request)
        || Framing.isChunked(request)
        || Framing.declaredLength(request) > Pipeline.MAX_OPEN_BODY;
  }
}

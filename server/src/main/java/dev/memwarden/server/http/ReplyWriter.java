package dev.memwarden.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;

/// Puts replies on the wire, and decides whether the connection goes on.
final class ReplyWriter {
  private ReplyWriter() {}

  /// Sends the reply to a request, whatever of its body has come.
  static void send(HttpServerRequest request, Answer answer) {
    if (!request.isEnded() && leavesTooMuch(request)) {
      // What is left of the body must not be read as the next request, nor be waited for.
      sendLast(request, answer);
    } else if (!isOver(request)) {
      request.resume();
      end(request, answer);
    }
  }

  /// Sends the last reply of a connection, and reads nothing more from it.
  static void sendLast(HttpServerRequest request, Answer answer) {
    if (!isOver(request)) {
      Connections.readNoMore(request);
      request.response().putHeader("Connection", "close");
      end(request, answer).onComplete(_ -> request.connection().close());
    }
  }

  private static boolean isOver(HttpServerRequest request) {
    return request.response().ended() || request.response().closed();
  }

  private static Future<Void> end(HttpServerRequest request, Answer answer) {
    Connections.writes(request, answer);
    HttpServerResponse response = request.response().setStatusCode(answer.reply().status());
    // Wrapped, where the public interface would copy it.
    ByteBuf body = Unpooled.wrappedBuffer(answer.reply().bytes());
    return response.end(BufferInternal.buffer(body));
  }

  private static boolean leavesTooMuch(HttpServerRequest request) {
    return Framing.expectsContinue(request)
        || Framing.isChunked(request)
        || Framing.declaredLength(request) > Pipeline.MAX_OPEN_BODY;
  }
}

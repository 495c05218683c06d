package dev.memwarden.server.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.http1.VertxHttpRequestDecoder;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// What of a connection the engine's public interface does not offer.
final class Connections {
  private final Http1ServerConfig config;

  Connections(Http1ServerConfig config) {
    this.config = config;
  }

  /// Puts the strict decoder in the place of the engine's.
  ///
  /// @throws IllegalStateException if the engine has none: then nothing may be let through
  void harden(HttpConnection connection) {
    ChannelPipeline pipeline = base(connection).channel().pipeline();
    ChannelHandlerContext decoder = pipeline.context(VertxHttpRequestDecoder.class);
    if (decoder == null) {
      throw new IllegalStateException("a connection without the decoder that is to be replaced");
    }
    StrictDecoder strict = new StrictDecoder(config);
    pipeline.replace(decoder.handler(), decoder.name(), strict);
    pipeline.addFirst(new LingeringClose(strict));
  }

  /// The other end of the socket.
  static InetAddress peer(HttpServerRequest request) {
    return base(request.connection()).channel().remoteAddress() instanceof InetSocketAddress socket
        ? socket.getAddress()
        : InetAddress.getLoopbackAddress();
  }

  /// Lets nothing more of what comes become a request.
  static void readNoMore(HttpServerRequest request) {
    decoder(request).readNoMore();
  }

  /// Whether the body of the request ended in chunks that are none.
  static boolean bodyWasBad(HttpServerRequest request) {
    return decoder(request).bodyWasBad();
  }

  private static StrictDecoder decoder(HttpServerRequest request) {
    return base(request.connection()).channel().pipeline().get(StrictDecoder.class);
  }

  private static ConnectionBase base(HttpConnection connection) {
    if (connection instanceof ConnectionBase base) {
      return base;
    }
    throw new IllegalStateException("not a connection of this engine: " + connection.getClass());
  }
}

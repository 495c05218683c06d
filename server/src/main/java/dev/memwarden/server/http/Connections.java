package dev.memwarden.server.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.http1.VertxHttpRequestDecoder;
import io.vertx.core.http.impl.http1.VertxHttpResponseEncoder;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/// Lets connections in, and does to them what the engine's public interface does not offer. One for
/// each event loop.
final class Connections {
  private final Http1ServerConfig config;
  private final Door door;
  private final Deadlines deadlines;
  private final Optional<TlsLayer> tls;

  /// @param tls encrypts, if connections are encrypted here
  Connections(Http1ServerConfig config, Door door, Deadlines deadlines, Optional<TlsLayer> tls) {
    this.config = config;
    this.door = door;
    this.deadlines = deadlines;
    this.tls = tls;
  }

  /// Takes a new connection, or closes it.
  ///
  /// @throws IllegalStateException if the engine is not what we know: then nothing may be let
  ///   through
  void admit(HttpConnection connection) {
    Channel channel = base(connection).channel();
    StrictDecoder strict = harden(channel.pipeline());
    InetAddress peer = peer(channel);
    if (door.enter(peer)) {
      channel.closeFuture().addListener(_ -> door.leave(peer));
      tls.ifPresent(layer -> layer.addTo(channel.pipeline()));
      // Nearest to the socket: what TLS has to say at the end leaves before.
      channel.pipeline().addFirst(new LingeringClose(strict));
      deadlines.watch(channel.pipeline().context(strict), strict);
    } else {
      var _ = channel.close();
    }
  }

  /// The other end of the socket.
  static InetAddress peer(HttpServerRequest request) {
    return peer(base(request.connection()).channel());
  }

  /// Lets nothing more of what comes become a request.
  static void readNoMore(HttpServerRequest request) {
    decoder(request).readNoMore();
  }

  /// Whether replies leave as they come. What the engine says of itself is always yes.
  static boolean takesReplies(HttpServerRequest request) {
    return base(request.connection()).channel().isWritable();
  }

  /// Does `next` once they leave again; never if the connection ends before.
  static void whenItTakesReplies(HttpServerRequest request, Runnable next) {
    decoder(request).whenWritable(next);
  }

  /// What is being worked on is no idle connection.
  static void works(HttpServerRequest request) {
    works(request, true);
  }

  /// The reply comes now.
  static void rests(HttpServerRequest request) {
    works(request, false);
  }

  // Whoever asked may have hung up meanwhile, and then there is no decoder any more.
  private static void works(HttpServerRequest request, boolean works) {
    StrictDecoder strict = decoder(request);
    if (strict != null) {
      strict.works(works);
    }
  }

  /// Whether the body of the request ended in chunks that are none.
  static boolean bodyWasBad(HttpServerRequest request) {
    return decoder(request).bodyWasBad();
  }

  /// The reply that the engine is given next is this one.
  static void writes(HttpServerRequest request, Answer answer) {
    handler(request, ReplyEncoder.class).next(answer, request.method() == HttpMethod.HEAD);
  }

  /// Replies from now on tell the client to come by TLS alone, or do not.
  static void promises(HttpServerRequest request, boolean tls) {
    handler(request, ReplyEncoder.class).promise(tls);
  }

  // Puts our decoder and encoder in the place of the engine's.
  private StrictDecoder harden(ChannelPipeline pipeline) {
    StrictDecoder strict = new StrictDecoder(config);
    replace(pipeline, VertxHttpRequestDecoder.class, strict);
    replace(pipeline, VertxHttpResponseEncoder.class, new ReplyEncoder());
    return strict;
  }

  private static void replace(
      ChannelPipeline pipeline, Class<? extends ChannelHandler> theirs, ChannelHandler ours) {
    ChannelHandlerContext context = pipeline.context(theirs);
    if (context == null) {
      throw new IllegalStateException("a connection without what is to be replaced: " + theirs);
    }
    pipeline.replace(context.handler(), context.name(), ours);
  }

  private static InetAddress peer(Channel channel) {
    return channel.remoteAddress() instanceof InetSocketAddress socket
        ? socket.getAddress()
        : InetAddress.getLoopbackAddress();
  }

  private static StrictDecoder decoder(HttpServerRequest request) {
    return handler(request, StrictDecoder.class);
  }

  private static <T extends ChannelHandler> T handler(HttpServerRequest request, Class<T> kind) {
    return base(request.connection()).channel().pipeline().get(kind);
  }

  private static ConnectionBase base(HttpConnection connection) {
    if (connection instanceof ConnectionBase base) {
      return base;
    }
    throw new IllegalStateException("not a connection of this engine: " + connection.getClass());
  }
}

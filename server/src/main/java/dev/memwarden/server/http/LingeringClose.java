package dev.memwarden.server.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import java.util.concurrent.TimeUnit;

/// Closes a connection in two steps when what comes is no longer read (RFC 9112 §9.6): first we say
/// that nothing more is sent, then we wait a moment for the client to have read it. Closed at once,
/// with bytes still coming, the kernel would answer these with a reset, and the client might never
/// see why it was refused.
final class LingeringClose extends ChannelOutboundHandlerAdapter {
  private static final long MOMENT_SECONDS = 2;

  private final StrictDecoder decoder;
  private boolean waiting;

  LingeringClose(StrictDecoder decoder) {
    this.decoder = decoder;
  }

  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    if (!waiting
        && decoder.readsNoMore()
        && context.channel() instanceof DuplexChannel channel
        && channel.isActive()) {
      waiting = true;
      var _ = channel.shutdownOutput();
      channel.config().setAutoRead(true); // the decoder drops what comes
      Runnable close = () -> now(context, promise);
      var _ = context.executor().schedule(close, MOMENT_SECONDS, TimeUnit.SECONDS);
    } else {
      now(context, promise);
    }
  }

  private static void now(ChannelHandlerContext context, ChannelPromise promise) {
    var _ = context.close(promise);
  }
}

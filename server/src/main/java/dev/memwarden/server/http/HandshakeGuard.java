package dev.memwarden.server.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Behind the handler that encrypts: ends a connection whose client does not speak TLS, or wants a
/// second handshake. With TLS 1.2 a client may ask for one at any time (RFC 5246 §7.4.1.1), each as
/// dear as the first; none needs it here. TLS 1.3 has no such thing.
final class HandshakeGuard extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(HandshakeGuard.class);
  private static final String TLS_1_2 = "TLSv1.2";

  private final SSLEngine engine;
  private boolean mayNotBegin;

  HandshakeGuard(SSLEngine engine) {
    this.engine = engine;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
    if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
      mayNotBegin = engine.getSession().getProtocol().equals(TLS_1_2);
    }
    super.userEventTriggered(context, event);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) throws Exception {
    if (mayNotBegin
        && !engine.isInboundDone()
        && engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
      var _ = context.close();
    }
    super.channelReadComplete(context);
  }

  // Anybody who scans ports would write into the log.
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
    if (cause instanceof SSLException
        || cause instanceof DecoderException && cause.getCause() instanceof SSLException) {
      LOG.debug("no TLS: {}", cause.getMessage());
      var _ = context.close();
    } else {
      super.exceptionCaught(context, cause);
    }
  }
}

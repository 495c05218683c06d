package dev.memwarden.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.impl.http1.VertxHttpRequestDecoder;
import java.util.List;

/// The engine's decoder, without two kindnesses that let a proxy in front read another request than
/// we do: continued header lines (RFC 9112 §5.2) and two body lengths at once (§6.1).
final class StrictDecoder extends VertxHttpRequestDecoder {
  private boolean inHead = true;
  private boolean folded;
  private boolean afterLineFeed;
  private boolean lineHasText;

  StrictDecoder(Http1ServerConfig config) {
    super(config);
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    int start = in.readerIndex();
    int before = out.size();
    boolean head = inHead;
    super.decode(context, in, out);
    if (head) {
      scan(in, start, in.readerIndex());
    }
    for (int i = before; i < out.size(); i++) {
      Object message = out.get(i);
      if (message instanceof HttpRequest request) {
        if (folded) {
          request.setDecoderResult(
              DecoderResult.failure(new IllegalArgumentException("continued header line")));
        }
        inHead = false;
        folded = false;
      }
      if (message instanceof LastHttpContent) {
        inHead = true;
        afterLineFeed = false;
        lineHasText = false;
      }
    }
  }

  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new IllegalArgumentException("Content-Length beside Transfer-Encoding");
  }

  // A line that starts with white space after one that had text continues that one.
  private void scan(ByteBuf in, int from, int to) {
    for (int i = from; i < to; i++) {
      byte b = in.getByte(i);
      if (afterLineFeed && lineHasText && (b == ' ' || b == '\t')) {
        folded = true;
      }
      if (b == '\n') {
        afterLineFeed = true;
      } else if (b != '\r') {
        afterLineFeed = false;
        lineHasText = true;
      }
    }
  }
}

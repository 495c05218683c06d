package dev.memwarden.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.impl.http1.VertxHttpRequestDecoder;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The engine's decoder, without the kindnesses that let a proxy in front read another request than
/// we do. After a head that is not taken, nothing more is read from the connection: what stands
/// behind it may have been meant as anything.
final class StrictDecoder extends VertxHttpRequestDecoder {
  private final HeadScanner scanner = new HeadScanner();
  private final FieldWatch watch = new FieldWatch();
  private Deadlines.@Nullable Watch clock;
  private @Nullable Runnable waiting;
  private String target = "";
  private boolean inHead = true;
  private boolean closed;
  private boolean badBody;

  StrictDecoder(Http1ServerConfig config) {
    super(config);
  }

  /// Tells `watch` what is waited for.
  void watchedBy(Deadlines.Watch watch) {
    clock = watch;
  }

  /// A request is being worked on, or not any more.
  void works(boolean working) {
    if (clock != null && working) {
      clock.works();
    } else if (clock != null) {
      clock.rests();
    }
  }

  /// Does `next` when what was written has left. One at a time, as one request is answered at a
  /// time.
  void whenWritable(Runnable next) {
    waiting = next;
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) throws Exception {
    Runnable next = waiting;
    if (next != null && context.channel().isWritable()) {
      waiting = null;
      // Not from within the writing of whatever made room.
      context.executor().execute(next);
    }
    super.channelWritabilityChanged(context);
  }

  /// Gives up the head that is coming, behind whatever is still being answered.
  void headIsTooSlow(ChannelHandlerContext context) {
    readNoMore();
    HttpRequest late =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1, HttpMethod.GET, target, Unpooled.EMPTY_BUFFER);
    late.setDecoderResult(DecoderResult.failure(new HeadFault(EdgeRefusal.HEAD_TOO_SLOW)));
    context.fireChannelRead(late);
    context.fireChannelReadComplete();
  }

  /// Reads nothing more: the last reply is on its way.
  void readNoMore() {
    closed = true;
  }

  boolean readsNoMore() {
    return closed;
  }

  /// Whether the chunks of the last body were none, from some place on.
  boolean bodyWasBad() {
    return badBody;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    if (closed) {
      in.skipBytes(in.readableBytes());
      return;
    }
    int start = in.readerIndex();
    int before = out.size();
    boolean head = inHead;
    super.decode(context, in, out);
    if (head) {
      scanner.scan(in, start, in.readerIndex() - start);
    }
    boolean complete = false;
    for (int i = before; i < out.size(); i++) {
      Object message = out.get(i);
      if (message instanceof HttpRequest request) {
        inHead = false;
        judge(request);
      }
      if (message instanceof LastHttpContent last) {
        inHead = true;
        complete = true;
        target = "";
        if (last.decoderResult().isFailure() && !(message instanceof HttpRequest)) {
          // The engine would close without a reply.
          last.release();
          out.set(i, LastHttpContent.EMPTY_LAST_CONTENT);
          badBody = true;
          readNoMore();
        }
        scanner.restart();
        watch.restart();
      }
    }
    if (clock != null) {
      clock.waitsFor(
          closed || !inHead
              ? Deadlines.Wait.BODY
              : complete ? Deadlines.Wait.REQUEST : Deadlines.Wait.HEAD);
    }
  }

  @Override
  protected HttpMessage createMessage(String[] line) {
    target = line[1];
    return super.createMessage(line);
  }

  @Override
  protected AsciiString splitHeaderName(byte[] bytes, int start, int length) {
    if (inHead) {
      watch.see(bytes, start, length);
    }
    return super.splitHeaderName(bytes, start, length);
  }

  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new IllegalArgumentException("Content-Length beside Transfer-Encoding");
  }

  private void judge(HttpRequest request) {
    if (request.decoderResult().isSuccess()) {
      Optional<EdgeRefusal> refusal = scanner.refusal();
      if (refusal.isEmpty()) {
        refusal = watch.refusal(request);
      }
      if (refusal.isEmpty()) {
        return;
      }
      request.setDecoderResult(DecoderResult.failure(new HeadFault(refusal.get())));
    }
    // Whatever it said: the reply is of the one version that we speak.
    request.setProtocolVersion(HttpVersion.HTTP_1_1);
    readNoMore();
  }
}

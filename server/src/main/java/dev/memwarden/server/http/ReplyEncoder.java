package dev.memwarden.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpConstants;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// In the place of the engine's encoder: writes a reply as one buffer, which leaves in one plain
/// write. The engine's would check and encode each header field of each reply anew, and put any but
/// the smallest body into a second buffer.
///
/// The engine still decides when a reply is written, how long it is and whether the connection goes
/// on; what it says of that is written as it stands.
///
/// Looks wrong but is not: one reply to come, no queue. The requests of a connection are handed on
/// one by one, each when the reply to the last has been written.
final class ReplyEncoder extends HttpResponseEncoder {
  private static final int CR_LF = HttpConstants.CR << 8 | HttpConstants.LF;
  private static final int LINE_END_LENGTH = 2;
  // Room for the status line and what the engine adds; a buffer grows where that is too little.
  private static final int STATUS_AND_ENGINE = 128;
  private static final int FINAL = 200;

  // For a year (RFC 6797 §6.1.1). Other servers below the same name are none of our business.
  private static final byte[] TLS_ONLY = encode("Strict-Transport-Security: max-age=31536000\r\n");
  private static final byte[] NOTHING = {};

  private static final byte[] NO_SNIFF = encode(Answer.NO_SNIFF.line());
  private static final byte[] NO_SNIFF_NO_STORE =
      encode(Answer.NO_SNIFF.line() + Answer.NO_STORE.line());

  private @Nullable Answer next;
  private boolean toHead;
  private boolean tlsOnly;

  /// Says whose head and fields go with the next final reply that the engine writes.
  ///
  /// @param toHead whether `HEAD` was asked, so that no body may follow (RFC 9110 §9.3.2)
  void next(Answer answer, boolean toHead) {
    this.next = answer;
    this.toHead = toHead;
  }

  /// Whether replies from now on tell the client to come by TLS alone.
  void promise(boolean tls) {
    tlsOnly = tls;
  }

  @Override
  protected void encode(ChannelHandlerContext context, Object message, List<Object> out)
      throws Exception {
    Answer answer = next;
    if (answer != null
        && message instanceof FullHttpResponse response
        && response.status().code() >= FINAL) {
      next = null;
      try {
        out.add(whole(context, response, answer));
      } finally {
        response.release();
      }
    } else {
      super.encode(context, message, out);
    }
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpResponse response) {
    return toHead || super.isContentAlwaysEmpty(response);
  }

  private ByteBuf whole(ChannelHandlerContext context, FullHttpResponse response, Answer answer)
      throws Exception {
    boolean bodiless = isContentAlwaysEmpty(response);
    sanitizeHeadersBeforeEncode(response, bodiless);
    byte[] fixed = answer.mayBeStored() ? NO_SNIFF : NO_SNIFF_NO_STORE;
    byte[] promise = tlsOnly ? TLS_ONLY : NOTHING;
    byte[] own = answer.reply().fieldLines();
    String added = answer.ownFieldLines();
    int length =
        STATUS_AND_ENGINE
            + fixed.length
            + promise.length
            + own.length
            + added.length()
            + LINE_END_LENGTH
            + response.content().readableBytes();
    ByteBuf whole = context.alloc().directBuffer(length);
    boolean written = false;
    try {
      encodeInitialLine(whole, response);
      encodeHeaders(response.headers(), whole);
      whole.writeBytes(own).writeBytes(fixed).writeBytes(promise);
      whole.writeCharSequence(added, StandardCharsets.US_ASCII);
      ByteBufUtil.writeShortBE(whole, CR_LF);
      if (!bodiless) {
        whole.writeBytes(response.content());
      }
      written = true;
      return whole;
    } finally {
      if (!written) {
        whole.release();
      }
    }
  }

  private static byte[] encode(String lines) {
    return lines.getBytes(StandardCharsets.US_ASCII);
  }
}

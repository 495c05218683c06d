package dev.memwarden.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the engine hands on, and what becomes of it.
class ReplyEncoderTest {
  private final ReplyEncoder encoder = new ReplyEncoder();
  private final EmbeddedChannel channel = new EmbeddedChannel(encoder);

  @ParameterizedTest
  @ValueSource(ints = {1, 241, 1_000_000})
  void head_and_body_are_one_buffer(int size) {
    encoder.next(Answer.of(Reply.text(200, "x".repeat(size)), "r-1"), false);

    List<String> written = write(response(HttpResponseStatus.OK, "x".repeat(size)));

    assertThat(written).hasSize(1);
    assertThat(written.getFirst()).contains("X-Request-ID: r-1\r\n").contains("\r\n\r\nx");
  }

  @Test
  void a_hint_to_go_on_takes_nothing_from_the_reply_that_follows() {
    encoder.next(Answer.of(Reply.text(200, "yes"), "r-1"), false);

    List<String> written = write(response(HttpResponseStatus.CONTINUE, ""));
    assertThat(written).containsExactly("HTTP/1.1 100 Continue\r\n\r\n");

    assertThat(write(response(HttpResponseStatus.OK, "yes")).getFirst()).contains("r-1");
  }

  @Test
  void an_answer_is_used_once() {
    encoder.next(Answer.of(Reply.text(200, "one"), "r-1"), false);
    write(response(HttpResponseStatus.OK, "one"));

    assertThat(String.join("", write(response(HttpResponseStatus.OK, "two"))))
        .doesNotContain("r-1");
  }

  @Test
  void what_would_end_a_line_is_never_written() {
    encoder.next(Answer.refusal(Reply.text(401, "no"), "Bearer\r\nX: y", "r-1"), false);

    assertThatThrownBy(() -> write(response(HttpResponseStatus.UNAUTHORIZED, "no")))
        .rootCause()
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(channel.<ByteBuf>readOutbound()).isNull();
  }

  private List<String> write(FullHttpResponse response) {
    channel.writeOutbound(response);
    assertThat(response.refCnt()).isZero();
    List<String> written = new ArrayList<>();
    for (ByteBuf buffer = channel.readOutbound(); buffer != null; buffer = channel.readOutbound()) {
      written.add(buffer.toString(StandardCharsets.US_ASCII));
      buffer.release();
    }
    return written;
  }

  private static FullHttpResponse response(HttpResponseStatus status, String body) {
    return new DefaultFullHttpResponse(
        HttpVersion.HTTP_1_1, status, Unpooled.copiedBuffer(body, StandardCharsets.US_ASCII));
  }
}

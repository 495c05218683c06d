package dev.memwarden.server.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Ends what takes too long on the connections of one event loop: a connection that says nothing, a
/// head that trickles in, a body that nobody waits for any more. The total counts, so a byte now
/// and then buys no time.
///
/// **Cost**: one timer per loop, which looks at each connection; a request that comes in one piece
/// never reads a clock. Time is counted in ticks, and is up to two of them late.
final class Deadlines {
  private static final long TICKS_PER_TIMEOUT = 10;
  private static final long MIN_TICK_MILLIS = 20;
  private static final long MAX_TICK_MILLIS = 1_000;

  private final Set<Watch> watches = new HashSet<>();
  private final long tickMillis;
  private final long headTicks;
  private final long bodyTicks;
  private long now;

  Deadlines(Duration head, Duration body) {
    long shorter = Math.min(head.toMillis(), body.toMillis()) / TICKS_PER_TIMEOUT;
    tickMillis = Math.clamp(shorter, MIN_TICK_MILLIS, MAX_TICK_MILLIS);
    headTicks = Math.ceilDiv(head.toMillis(), tickMillis);
    // The reader of the body comes first, with a reply.
    bodyTicks = Math.ceilDiv(body.toMillis(), tickMillis) + 2;
  }

  /// Time between two calls of [#tick], in milliseconds.
  long tickMillis() {
    return tickMillis;
  }

  /// Ends what is over.
  void tick() {
    now++;
    List.copyOf(watches).forEach(Watch::check);
  }

  /// Watches a connection until it is closed.
  void watch(ChannelHandlerContext context, StrictDecoder decoder) {
    Watch watch = new Watch(context, decoder);
    watches.add(watch);
    decoder.watchedBy(watch);
    context.channel().closeFuture().addListener(_ -> watches.remove(watch));
  }

  /// What a connection is waiting for.
  enum Wait {
    /// The first byte.
    ANYTHING,
    /// The rest of a head.
    HEAD,
    /// The rest of a body.
    BODY,
    /// A request, or our reply.
    NOTHING
  }

  /// The clock of one connection.
  final class Watch {
    private final ChannelHandlerContext context;
    private final StrictDecoder decoder;
    private Wait wait = Wait.ANYTHING;
    private long since = now;

    private Watch(ChannelHandlerContext context, StrictDecoder decoder) {
      this.context = context;
      this.decoder = decoder;
    }

    /// Bytes have come, and this is what they leave to wait for.
    void waitsFor(Wait next) {
      if (wait == next) {
        return;
      }
      if (!(wait == Wait.ANYTHING && next == Wait.HEAD)) {
        since = now;
      }
      wait = next;
    }

    private void check() {
      Channel channel = context.channel();
      if (wait == Wait.NOTHING) {
        return;
      }
      if (!channel.config().isAutoRead()) {
        since = now; // it is we who are slow
        return;
      }
      long waited = now - since;
      switch (wait) {
        case ANYTHING -> {
          if (waited > headTicks) {
            close(channel);
          }
        }
        case HEAD -> {
          if (waited > headTicks) {
            wait = Wait.BODY;
            since = now;
            decoder.headIsTooSlow(context);
          }
        }
        case BODY -> {
          if (waited > bodyTicks) {
            decoder.readNoMore();
            close(channel);
          }
        }
        case NOTHING -> {}
      }
    }

    private static void close(Channel channel) {
      if (!(channel instanceof DuplexChannel duplex && duplex.isOutputShutdown())) {
        var _ = channel.close();
      }
    }
  }
}

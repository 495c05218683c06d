package dev.memwarden.server.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DuplexChannel;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Ends what takes too long on the connections of one event loop: a connection that says nothing, a
/// head that trickles in, a body that nobody waits for any more, a reply that nobody takes. For
/// heads and bodies the total counts, so a byte now and then buys no time.
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
  private final long idleTicks;
  private long now;

  Deadlines(HttpLimits limits) {
    Duration head = limits.headTimeout();
    Duration body = limits.bodyTimeout();
    Duration idle = limits.idleTimeout();
    long shorter =
        Math.min(idle.toMillis(), Math.min(head.toMillis(), body.toMillis())) / TICKS_PER_TIMEOUT;
    tickMillis = Math.clamp(shorter, MIN_TICK_MILLIS, MAX_TICK_MILLIS);
    headTicks = Math.ceilDiv(head.toMillis(), tickMillis);
    // The reader of the body comes first, with a reply.
    bodyTicks = Math.ceilDiv(body.toMillis(), tickMillis) + 2;
    idleTicks = Math.ceilDiv(idle.toMillis(), tickMillis);
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
    /// Another request, or our reply.
    REQUEST
  }

  /// The clock of one connection.
  final class Watch {
    private final ChannelHandlerContext context;
    private final StrictDecoder decoder;
    private Wait wait = Wait.ANYTHING;
    private long since = now;
    private long unsent;
    private boolean working;

    private Watch(ChannelHandlerContext context, StrictDecoder decoder) {
      this.context = context;
      this.decoder = decoder;
    }

    /// Bytes have come, and this is what they leave to wait for.
    void waitsFor(Wait next) {
      if (wait == next && next != Wait.REQUEST) {
        return;
      }
      if (!(wait == Wait.ANYTHING && next == Wait.HEAD)) {
        since = now;
      }
      wait = next;
    }

    /// A request is being worked on, for however long: it is not the client who is silent.
    void works() {
      working = true;
    }

    /// Its reply is on the way.
    void rests() {
      working = false;
      since = now;
    }

    private void check() {
      Channel channel = context.channel();
      boolean taking = isTaking(channel);
      boolean reading = channel.config().isAutoRead();
      if (working || !reading && (taking || unsent == 0)) {
        since = now; // it is we who are slow
        return;
      }
      long waited = now - since;
      switch (reading ? wait : Wait.REQUEST) {
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
        case REQUEST -> {
          if (taking) {
            since = now;
          } else if (waited > idleTicks) {
            // Past the engine, which would wait until what is unsent has left.
            var _ = context.close();
          }
        }
      }
    }

    // Whether any of our reply went out since this was last asked.
    private boolean isTaking(Channel channel) {
      ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
      long left = out == null ? 0 : out.totalPendingWriteBytes();
      boolean taking = left != unsent;
      unsent = left;
      return taking;
    }

    private static void close(Channel channel) {
      if (!(channel instanceof DuplexChannel duplex && duplex.isOutputShutdown())) {
        var _ = channel.close();
      }
    }
  }
}

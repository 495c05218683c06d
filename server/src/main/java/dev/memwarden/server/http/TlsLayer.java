package dev.memwarden.server.http;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;

/// Encrypts the connections of a listener.
///
/// Looks wrong but is not: a handshake has no timeout of its own. Until the first head is there,
/// the one for heads counts from connecting ([Deadlines]).
final class TlsLayer {
  private static final long NEVER = 0;

  private final Supplier<SSLEngine> engines;
  // Signatures and key agreements take longer than anything that event loops do.
  private final ExecutorService workers =
      Executors.newFixedThreadPool(
          Runtime.getRuntime().availableProcessors(),
          Thread.ofPlatform().daemon().name("tls-", 0).factory());

  /// @param engines one for each connection
  TlsLayer(Supplier<SSLEngine> engines) {
    this.engines = engines;
  }

  /// Puts itself between the socket and all that is in `pipeline`.
  void addTo(ChannelPipeline pipeline) {
    SSLEngine engine = engines.get();
    SslHandler handler = new SslHandler(engine, workers);
    handler.setHandshakeTimeoutMillis(NEVER);
    pipeline.addFirst(handler, new HandshakeGuard(engine));
  }

  /// Does nothing more, also for handshakes that are under way.
  void stop() {
    workers.shutdownNow();
  }
}

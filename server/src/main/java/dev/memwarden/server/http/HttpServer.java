package dev.memwarden.server.http;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Listens on a port and takes each request through the [Pipeline]: on an event loop as far as
/// memory can answer, on a virtual thread from there.
public final class HttpServer {

  /// Longest request line, in bytes: room for a long cursor or filter in a query.
  static final int MAX_LINE = 8 * 1024;

  private static final Duration ENGINE_PATIENCE = Duration.ofSeconds(10);
  private static final long MINUTE_MILLIS = 60_000;

  private final HttpConfig config;
  private final Pipeline pipeline;
  private final Door door;
  private final Capacity capacity;
  private final Optional<TlsLayer> tls;
  private final Vertx vertx;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final List<io.vertx.core.http.HttpServer> listeners = new CopyOnWriteArrayList<>();

  public HttpServer(HttpConfig config, Pipeline pipeline) {
    this.config = config;
    this.pipeline = pipeline;
    HttpLimits limits = config.limits();
    this.door =
        new Door(
            limits.maxConnections(),
            limits.maxConnectionsPerAddress(),
            pipeline::isProxy,
            pipeline.failures(),
            System::nanoTime);
    this.capacity = new Capacity(limits.maxRequests(), limits.bodyMemory());
    this.tls = config.tls().map(TlsLayer::new);
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(eventLoops())
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
  }

  /// Starts to listen.
  ///
  /// @return the port, also if any was asked for
  /// @throws CannotListenException if the address cannot be bound
  /// @throws IllegalStateException if it does not become so in time
  public int start() {
    int port = config.port() == 0 ? freePort() : config.port();
    DeploymentOptions perLoop = new DeploymentOptions().setInstances(eventLoops());
    vertx.setPeriodic(MINUTE_MILLIS, _ -> door.report());
    try {
      await(vertx.deployVerticle(() -> new Listener(port), perLoop), ENGINE_PATIENCE, "listen");
    } catch (IllegalStateException e) {
      stop(Duration.ZERO);
      if (e.getCause() instanceof ExecutionException failed) {
        throw new CannotListenException(config.host(), port, failed);
      }
      throw e;
    }
    return port;
  }

  /// How much is going on.
  ///
  /// @param connections that are open
  /// @param requests that are worked on
  /// @param bodyBytes that bodies take up
  public record Load(int connections, int requests, long bodyBytes) {}

  /// How much is going on now.
  public Load load() {
    return new Load(door.open(), capacity.working(), capacity.held());
  }

  /// Takes no new connections, lets running requests end until `deadline` has passed, and closes.
  public void stop(Duration deadline) {
    Duration patience = deadline.plus(ENGINE_PATIENCE);
    List<Future<Void>> closing =
        listeners.stream().map(listener -> listener.shutdown(deadline)).toList();
    await(Future.join(closing), patience, "stop");
    await(vertx.close(), patience, "stop");
    workers.shutdownNow();
    tls.ifPresent(TlsLayer::stop);
  }

  // The loops share a port only if each is told its number.
  private int freePort() {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName(config.host()))) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new CannotListenException(config.host(), 0, e);
    }
  }

  private static int eventLoops() {
    return Runtime.getRuntime().availableProcessors();
  }

  private static <T> void await(Future<T> future, Duration patience, String what) {
    try {
      future
          .toCompletionStage()
          .toCompletableFuture()
          .get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot " + what + ": " + e.getMessage(), e);
    } catch (TimeoutException e) {
      throw new IllegalStateException("cannot " + what + " in " + patience, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted, cannot " + what, e);
    }
  }

  /// One per event loop; they share the port.
  private final class Listener extends AbstractVerticle {
    private final int port;

    private Listener(int port) {
      this.port = port;
    }

    @Override
    public void start(Promise<Void> started) {
      HttpLimits limits = config.limits();
      HttpServerOptions options =
          new HttpServerOptions()
              .setHost(config.host())
              .setPort(port)
              .setMaxInitialLineLength(Math.min(MAX_LINE, limits.maxHead()))
              .setMaxHeaderSize(limits.maxHead())
              .setHttp2ClearTextEnabled(false)
              .setHandle100ContinueAutomatically(false)
              .setCompressionSupported(false)
              // No web sockets are served: without these, no handler looks for them in each
              // message.
              .setPerFrameWebSocketCompressionSupported(false)
              .setPerMessageWebSocketCompressionSupported(false)
              .setDecompressionSupported(false);
      Deadlines deadlines = new Deadlines(limits);
      vertx.setPeriodic(deadlines.tickMillis(), _ -> deadlines.tick());
      Connections connections = new Connections(options.getHttp1Config(), door, deadlines, tls);
      RequestHandler handler =
          new RequestHandler(
              pipeline,
              vertx,
              workers,
              capacity,
              new TransportRule(tls.isPresent(), config.requireTls(), pipeline.proxies()),
              limits.bodyTimeout());
      vertx
          .createHttpServer(options)
          .connectionHandler(connections::admit)
          .requestHandler(handler::handle)
          .invalidRequestHandler(handler::invalid)
          .listen()
          .onSuccess(listeners::add)
          .<Void>mapEmpty()
          .onComplete(started);
    }
  }
}

package dev.memwarden.benchmarks.http;

import dev.memwarden.benchmarks.Options;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;

/// The bare engine: answers every request with the same bytes and as many header fields as
/// Memwarden sends, with the same options, and does nothing else. What Memwarden's own work costs
/// is measured against it.
///
/// Options: `--port`, and `--body`, a file with the body to answer.
public final class HelloServer {
  private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("X-Request-ID");
  private static final CharSequence ANY_ID = HttpHeaders.createOptimized("1a2b3c4d-12345");
  private static final CharSequence CONTENT_TYPE_OPTIONS =
      HttpHeaders.createOptimized("X-Content-Type-Options");
  private static final CharSequence NO_SNIFF = HttpHeaders.createOptimized("nosniff");
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");

  private HelloServer() {}

  public static void main(String[] arguments) throws IOException {
    Options options = Options.of(arguments, Map.of("port", "18080", "body", "body.json"));
    byte[] body = Files.readAllBytes(options.path("body"));
    int loops = Runtime.getRuntime().availableProcessors();
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(loops)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
    vertx
        .deployVerticle(
            () -> new Listener(options.number("port"), body),
            new DeploymentOptions().setInstances(loops))
        .toCompletionStage()
        .toCompletableFuture()
        .join();
    System.out.println(
        "ready, " + loops + " loops, native transport " + vertx.isNativeTransportEnabled());
  }

  private static final class Listener extends AbstractVerticle {
    private final int port;
    private final byte[] body;

    private Listener(int port, byte[] body) {
      this.port = port;
      this.body = body;
    }

    @Override
    public void start(Promise<Void> started) {
      HttpServerOptions options =
          new HttpServerOptions()
              .setHost("127.0.0.1")
              .setPort(port)
              .setHttp2ClearTextEnabled(false)
              .setHandle100ContinueAutomatically(false)
              .setCompressionSupported(false)
              .setPerFrameWebSocketCompressionSupported(false)
              .setPerMessageWebSocketCompressionSupported(false)
              .setDecompressionSupported(false);
      vertx
          .createHttpServer(options)
          .requestHandler(request -> {
            var response = request.response();
            response
                .headers()
                .add(HttpHeaders.CONTENT_TYPE, JSON)
                .add(REQUEST_ID, ANY_ID)
                .add(CONTENT_TYPE_OPTIONS, NO_SNIFF)
                .add(HttpHeaders.CACHE_CONTROL, NO_STORE);
            response.end(Buffer.buffer(body));
          })
          .listen()
          .<Void>mapEmpty()
          .onComplete(started);
    }
  }
}

package dev.memwarden.memory.llm;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// An endpoint that speaks the protocol over a real socket, and answers as a test tells it to.
final class ModelPeer implements AutoCloseable {

  /// How one request is answered.
  @FunctionalInterface
  interface Script {
    void answer(HttpExchange exchange) throws IOException, InterruptedException;
  }

  /// What came in.
  record Received(String path, String authorization, String body) {}

  final List<Received> received = new CopyOnWriteArrayList<>();
  private final CountDownLatch released = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<Script> scripts = new ArrayDeque<>();
  private final HttpServer server;

  ModelPeer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /// @param next one per request, in order; what comes later gets the last one
  synchronized ModelPeer answering(Script... next) {
    scripts.addAll(List.of(next));
    return this;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      received.add(
          new Received(
              exchange.getRequestURI().getPath(),
              exchange.getRequestHeaders().getFirst("Authorization"),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
      next().answer(exchange);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Script next() {
    return scripts.size() > 1 ? scripts.remove() : scripts.element();
  }

  /// Says `content` in one document.
  static Script says(String content) {
    return document(completion("\"content\":" + quoted(content), "stop"));
  }

  /// A chat completion.
  ///
  /// @param message fields of the message
  static String completion(String message, String end) {
    return """
    {"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,\
    "message":{"role":"assistant",%s},"finish_reason":"%s"}],\
    "usage":{"prompt_tokens":5,"completion_tokens":7,"total_tokens":12}}\
    """
        .formatted(message, end);
  }

  static Script document(String body) {
    return document("application/json", body);
  }

  static Script document(String type, String body) {
    return exchange -> {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    };
  }

  static Script status(int status, Map<String, String> headers) {
    return exchange -> {
      headers.forEach(exchange.getResponseHeaders()::set);
      byte[] body = "{\"error\":{\"message\":\"bad key sesame\"}}".getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    };
  }

  /// Streams these events, and ends.
  static Script streams(String... events) {
    return exchange -> write(exchange, events);
  }

  /// Streams these events, and then nothing until the peer is closed.
  Script streamsAndStops(String... events) {
    return exchange -> {
      write(exchange, events);
      released.await();
    };
  }

  /// One event with a piece of an answer.
  static String piece(String content) {
    return "{\"id\":\"c1\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":%s}}]}"
        .formatted(quoted(content));
  }

  /// The event that says why an answer ends.
  static String end(String reason) {
    return "{\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"%s\"}]}"
        .formatted(reason);
  }

  private static void write(HttpExchange exchange, String... events) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
    exchange.sendResponseHeaders(200, 0);
    OutputStream body = exchange.getResponseBody();
    for (String event : events) {
      body.write(("data: " + event + "\n\n").getBytes(StandardCharsets.UTF_8));
      body.flush();
    }
  }

  /// Says nothing until the peer is closed.
  Script silent() {
    return _ -> released.await();
  }

  static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }

  @Override
  public void close() {
    released.countDown();
    server.stop(0);
    threads.close();
  }
}

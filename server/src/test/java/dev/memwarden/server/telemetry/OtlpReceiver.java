package dev.memwarden.server.telemetry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A collector that takes traces over HTTP (OTLP 1.x, binary) and reads what is in them.
public final class OtlpReceiver implements AutoCloseable {
  private final HttpServer server;
  private final List<byte[]> bodies = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  /// A span as it came.
  ///
  /// @param parent empty for none
  /// @param links ids of traces and spans, with a slash in between
  /// @param kind 2 for a server's
  /// @param status 2 for an error
  public record Sent(
      String service,
      String name,
      String trace,
      String parent,
      List<String> links,
      long kind,
      Map<String, String> attributes,
      List<String> events,
      long status) {}

  public OtlpReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::take);
    server.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    requests.add(
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI()
            + " "
            + exchange.getRequestHeaders().getFirst("Content-Type")
            + " "
            + exchange.getRequestHeaders().getFirst("X-Key"));
    bodies.add(exchange.getRequestBody().readAllBytes());
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// Method, path, media type and key of each request.
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /// All bytes that came, as text: what is in there at all.
  public String raw() {
    StringBuilder all = new StringBuilder();
    bodies.forEach(body -> all.append(new String(body, StandardCharsets.ISO_8859_1)));
    return all.toString();
  }

  /// Every span that came, as opentelemetry-proto numbers the fields.
  public List<Sent> spans() {
    List<Sent> spans = new ArrayList<>();
    for (byte[] body : bodies) {
      for (Protobuf resource : Protobuf.read(body).messages(1)) {
        String service = attributes(resource.messages(1).getFirst(), 1).get("service.name");
        for (Protobuf scope : resource.messages(2)) {
          scope.messages(2).forEach(span -> spans.add(span(service, span)));
        }
      }
    }
    return spans;
  }

  private static Sent span(String service, Protobuf span) {
    return new Sent(
        service,
        span.text(5).orElse(""),
        span.hex(1),
        span.hex(4),
        span.messages(13).stream().map(link -> link.hex(1) + "/" + link.hex(2)).toList(),
        span.number(6),
        attributes(span, 9),
        span.messages(11).stream().map(event -> event.text(2).orElse("")).toList(),
        span.messages(15).stream().mapToLong(status -> status.number(3)).findFirst().orElse(0));
  }

  private static Map<String, String> attributes(Protobuf message, int number) {
    Map<String, String> attributes = new TreeMap<>();
    for (Protobuf pair : message.messages(number)) {
      Protobuf value = pair.messages(2).getFirst();
      attributes.put(
          pair.text(1).orElseThrow(), value.text(1).orElseGet(() -> "" + value.number(3)));
    }
    return attributes;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

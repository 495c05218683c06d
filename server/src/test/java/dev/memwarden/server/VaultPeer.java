package dev.memwarden.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// Speaks the part of Vault's HTTP API that reads a key-value engine, version 2.
final class VaultPeer implements AutoCloseable {
  static final String TOKEN = "hvs.canary-vault-token";

  /// What was asked for, with the namespace in front.
  final List<String> asked = new CopyOnWriteArrayList<>();

  private final HttpServer server;
  private final Map<String, String> answers;

  /// @param answers by path; a status, a space and a body
  VaultPeer(Map<String, String> answers) throws IOException {
    this.answers = answers;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// What a secret with these fields, as JSON, looks like.
  static String secret(String fields) {
    return "200 {\"request_id\":\"r\",\"lease_id\":\"\",\"renewable\":false,\"lease_duration\":0,"
        + "\"data\":{\"data\":"
        + fields
        + ",\"metadata\":{\"created_time\":\"2026-11-22T12:00:00Z\",\"custom_metadata\":null,"
        + "\"deletion_time\":\"\",\"destroyed\":false,\"version\":1}},\"wrap_info\":null,"
        + "\"warnings\":null,\"auth\":null,\"mount_type\":\"kv\"}";
  }

  private void answer(HttpExchange exchange) throws IOException {
    String namespace = exchange.getRequestHeaders().getFirst("X-Vault-Namespace");
    asked.add((namespace == null ? "" : namespace + " ") + exchange.getRequestURI());
    boolean known = TOKEN.equals(exchange.getRequestHeaders().getFirst("X-Vault-Token"));
    String answer =
        known && exchange.getRequestMethod().equals("GET")
            ? answers.getOrDefault(exchange.getRequestURI().toString(), "404 {\"errors\":[]}")
            : "403 {\"errors\":[\"permission denied\"]}";
    String[] parts = answer.split(" ", 2);
    if (parts[0].equals("307")) {
      exchange.getResponseHeaders().add("Location", parts[1]);
    }
    byte[] body = parts[1].getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(Integer.parseInt(parts[0]), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

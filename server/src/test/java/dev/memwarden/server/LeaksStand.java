package dev.memwarden.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.admin.AdminRequest;
import dev.memwarden.server.http.HttpServer;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Parsed;
import dev.memwarden.server.leak.HostKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// A server that listens and takes reports of leaked keys, and the code host that sends them.
final class LeaksStand implements AutoCloseable {
  static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  static final HostKey HOST = HostKey.make("6e1f");
  static final String TYPE = "memwarden_api_key";
  static final String URL = "https://github.com/octocat/Hello-World/blob/main/.env";
  static final String ID_FIELD = "Github-Public-Key-Identifier";
  static final String SIGNATURE_FIELD = "Github-Public-Key-Signature";

  final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  final HttpIssuer host = new HttpIssuer();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Path folder;
  private TokenServer server;
  private HttpServer listener;
  private int port;

  /// @param environment settings beside that of the host's keys
  LeaksStand(Path folder, Map<String, String> environment) {
    this.folder = folder;
    host.publish("/keys", HostKey.published(HOST));
    Map<String, String> all = new HashMap<>(environment);
    all.put("MEMWARDEN_LEAKS_KEYS_URL", host.url("/keys"));
    open(all);
  }

  private void open(Map<String, String> environment) {
    server = new TokenServer(folder, environment, now::get);
    listener = server.listener();
    port = listener.start();
  }

  /// The same server without the setting.
  void reopenWithoutHost() {
    stop();
    open(Map.of());
  }

  private void stop() {
    listener.stop(Duration.ofSeconds(5));
    server.close();
  }

  TokenServer server() {
    return server;
  }

  @Override
  public void close() {
    stop();
    client.close();
    host.close();
  }

  static ArrayNode report(String... tokens) {
    ArrayNode report = Json.array();
    for (String token : tokens) {
      report
          .addObject()
          .put("token", token)
          .put("type", TYPE)
          .put("url", URL)
          .put("source", "content");
    }
    return report;
  }

  String send(String body, String... fields) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/auth/leaked"))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    for (int i = 0; i < fields.length; i += 2) {
      request.header(fields[i], fields[i + 1]);
    }
    try {
      HttpResponse<String> reply = client.send(request.build(), BodyHandlers.ofString());
      return reply.statusCode() + " " + reply.body();
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /// Sends a body with a signature that is said to be that of a key.
  String sendAs(String keyId, String body, String signature) {
    return send(body, ID_FIELD, keyId, SIGNATURE_FIELD, signature);
  }

  String signed(String body) {
    return sendAs(HOST.id(), body, HOST.sign(body.getBytes(UTF_8)));
  }

  String signed(ArrayNode report) {
    return signed(Json.text(report));
  }

  /// The labels of a reply, such as `++-`.
  static String labels(String reply) {
    assertThat(reply).startsWith("200 ");
    StringBuilder labels = new StringBuilder();
    for (JsonNode one : json(reply.substring(4))) {
      labels.append(one.path("label").asString().equals("true_positive") ? '+' : '-');
    }
    return labels.toString();
  }

  static JsonNode json(String text) {
    return ((Parsed.Value) Json.parse(text)).node();
  }

  String key(String tenant, String user) {
    return server
        .administer(
            AdminRequest.of(tenant, Method.POST, "/admin/v1/keys")
                .with(Json.object().put("user", user)))
        .body()
        .path("key")
        .stringValue();
  }

  String key(String user) {
    return key("default", user);
  }

  boolean works(String key) {
    return server.get("/auth/whoami", key).startsWith("200 ");
  }

  /// When and why a key was revoked, as an administrator of a tenant sees it.
  String revocation(String tenant, String key) {
    JsonNode shown = server.administer(tenant, Method.GET, "/admin/v1/keys/" + id(key)).body();
    return shown.path("revoked_at").asString() + " " + shown.path("revoked_reason").asString();
  }

  static String id(String key) {
    return key.substring(4, 20);
  }

  /// Who revoked what, as the audit log of a tenant has it.
  List<String> revocations(String tenant) {
    return audit(tenant, "action", "key_revoked").stream()
        .map(entry ->
            entry.path("principal").asString()
                + " "
                + entry.at("/credential/kind").asString()
                + " "
                + entry.at("/credential/id").asString()
                + " "
                + entry.path("on").path(0).asString()
                + " "
                + entry.path("via").asString())
        .toList();
  }

  List<JsonNode> audit(String tenant, String name, String value) {
    server.endAudit();
    return server
        .administer(AdminRequest.of(tenant, Method.GET, "/admin/v1/audit").with(name, value))
        .body()
        .path("entries")
        .valueStream()
        .toList();
  }
}

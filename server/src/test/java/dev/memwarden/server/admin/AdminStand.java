package dev.memwarden.server.admin;

import dev.memwarden.auth.Gate;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.handshake.Outcome;
import dev.memwarden.auth.limit.Limiter;
import dev.memwarden.server.Configuration;
import dev.memwarden.server.Instance;
import dev.memwarden.server.http.AuthEvents;
import dev.memwarden.server.http.Body;
import dev.memwarden.server.http.Head;
import dev.memwarden.server.http.Headers;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Parsed;
import dev.memwarden.server.http.Pipeline;
import dev.memwarden.server.http.PipelineConfig;
import dev.memwarden.server.http.Received;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.RequestIds;
import dev.memwarden.server.own.OwnDialect;
import dev.memwarden.stores.lucene.IndexProgress;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A data folder that is administered over HTTP, without a socket, and locally.
final class AdminStand implements AutoCloseable {
  static final String TENANT = Principal.DEFAULT_TENANT;
  static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  Instant now = NOON;

  private final Instance instance;
  private final Pipeline pipeline;

  AdminStand(Path folder) {
    instance =
        Instance.open(
            new Configuration.Store(folder, Map.of(), Optional.empty()),
            () -> now,
            new SecureRandom(),
            IndexProgress.UNSEEN);
    instance.issuance().issuer().set("http://localhost:8000");
    pipeline =
        new Pipeline(
            Gate.guarded(instance.credentials(), instance.standing(), instance.policies()),
            List.of(
                new OwnDialect(instance.keys(), () -> now), instance.administration().published()),
            PipelineConfig.DEFAULT,
            new AuthEvents(() -> now),
            new RequestIds("t"));
  }

  /// What is published, as `GET /admin/v1/keys/{id}`.
  List<String> routes() {
    return instance.administration().published().routes().stream()
        .map(route -> route.match().method() + " " + route.match().path())
        .toList();
  }

  /// Answers `request` such as `GET /admin/v1/keys`.
  ///
  /// @param key empty for nobody
  Reply answer(String key, String request, String body) {
    List<Map.Entry<String, String>> fields = new ArrayList<>();
    fields.add(Map.entry("Host", "localhost"));
    if (!key.isEmpty()) {
      fields.add(Map.entry("Authorization", "Bearer " + key));
    }
    String[] line = request.split(" ", 2);
    return pipeline.answer(
        new Received(
            new Head(line[0], line[1], Headers.of(fields), InetAddress.getLoopbackAddress()),
            Body.of(body.getBytes(StandardCharsets.UTF_8))));
  }

  int status(String key, String request, String body) {
    return answer(key, request, body).status();
  }

  /// The document that comes back.
  JsonNode ask(String key, String request, String body) {
    Reply reply = answer(key, request, body);
    return json(new String(reply.bytes(), StandardCharsets.UTF_8));
  }

  /// What whoever owns the folder asks.
  AdminReply locally(String tenant, Method method, String path) {
    return instance.admin().ask(AdminRequest.of(tenant, method, path));
  }

  AdminReply locally(AdminRequest request) {
    return instance.admin().ask(request);
  }

  AdminReply locally(String tenant, Method method, String path, String body) {
    return instance.admin().ask(AdminRequest.of(tenant, method, path).with(json(body)));
  }

  /// A new key, made locally.
  JsonNode made(String tenant, String wish) {
    AdminReply reply = locally(tenant, Method.POST, "/admin/v1/keys", wish);
    if (reply.status() != 201) {
      throw new AssertionError(reply.detail());
    }
    return reply.body();
  }

  /// The text of a new key of the tenant `default`, made locally.
  String key(String wish) {
    return key(TENANT, wish);
  }

  String key(String tenant, String wish) {
    return made(tenant, wish).path("key").stringValue();
  }

  /// What somebody gets for a key.
  Outcome.Granted logIn(String key) {
    return (Outcome.Granted)
        instance
            .issuance()
            .handshake()
            .open(
                Secret.of(key),
                Optional.empty(),
                Optional.empty(),
                InetAddress.getLoopbackAddress(),
                Limiter.NONE);
  }

  static ObjectNode object(String text) {
    return (ObjectNode) json(text);
  }

  static JsonNode json(String text) {
    return switch (Json.parse(text)) {
      case Parsed.Value(JsonNode node) -> node;
      case Parsed.Invalid invalid -> throw new AssertionError(invalid + ": " + text);
    };
  }

  @Override
  public void close() {
    instance.close();
  }
}

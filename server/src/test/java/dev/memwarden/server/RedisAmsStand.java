package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.memory.Summarizer;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Parsed;
import dev.memwarden.server.http.Reply;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A server for clients of the Redis Agent Memory Server, with two users and a clock that can be
/// set.
final class RedisAmsStand implements AutoCloseable {
  static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  static final String ALICE = "Authorization: Bearer key-alice";
  static final String BOB = "Authorization: Bearer key-bob";

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final TokenServer server;

  RedisAmsStand(Path folder) {
    this(folder, Optional.empty());
  }

  /// One that has a language model, as far as that can be seen.
  RedisAmsStand(Path folder, Optional<Summarizer> summarizer) {
    server =
        new TokenServer(
            folder,
            Map.of("API_KEYS", "{\"key-alice\": \"alice\", \"key-bob\": \"bob\"}"),
            now::get,
            new WordEmbedder(),
            summarizer);
  }

  /// Sets the clock.
  void at(Instant time) {
    now.set(time);
  }

  /// The reply to a request such as `PUT /v1/working-memory/s1`; `'` stands for `"` in the body.
  Reply answer(String who, String request, String body) {
    return server.answer(request, body.replace('\'', '"'), who);
  }

  /// The same without a body.
  Reply answer(String who, String request) {
    return answer(who, request, "");
  }

  /// Status and body of it.
  String text(String who, String request, String body) {
    return TokenServer.text(answer(who, request, body));
  }

  /// The same without a body.
  String text(String who, String request) {
    return text(who, request, "");
  }

  /// The body of a reply that must be 200.
  JsonNode ask(String who, String request, String body) {
    Reply reply = answer(who, request, body);
    assertThat(reply.status()).as(TokenServer.text(reply)).isEqualTo(200);
    return reply.json().orElseThrow();
  }

  /// The same without a body.
  JsonNode ask(String who, String request) {
    return ask(who, request, "");
  }

  /// Stores a memory with this much besides id and text.
  void remember(String who, String id, String text, String more) {
    ask(
        who,
        "POST /v1/long-term-memory/",
        "{'memories': [{'id': '" + id + "', 'text': '" + text + "'" + more + "}]}");
  }

  /// Ids of what a search finds, in order.
  List<String> found(String who, String search) {
    return ids(ask(who, "POST /v1/long-term-memory/search", search).path("memories"));
  }

  /// Ids of memories, in order.
  static List<String> ids(JsonNode memories) {
    return memories.valueStream().map(memory -> memory.path("id").stringValue()).toList();
  }

  /// A new key, as `wish` says, as a header field.
  String key(String wish) {
    if (!(Json.parse(wish.replace('\'', '"')) instanceof Parsed.Value(ObjectNode body))) {
      throw new IllegalArgumentException("no object: " + wish);
    }
    JsonNode made = server.administer("/admin/v1/keys", body).body();
    return "Authorization: Bearer " + made.path("key").stringValue();
  }

  /// Revokes a key that [#key] made.
  void revoke(String header) {
    String id = header.substring(header.indexOf("sks-") + 4).split("_")[0];
    assertThat(server.administer(Method.POST, "/admin/v1/keys/" + id + "/revoke").status())
        .isBetween(200, 299);
  }

  /// Applies a policy.
  void policy(String text) {
    ObjectNode body = Json.object().put("text", text);
    assertThat(server.administer(Method.PUT, "/admin/v1/policy", body).status()).isEqualTo(200);
  }

  /// The server, for what is not on this wire.
  TokenServer server() {
    return server;
  }

  /// Does what a running server does soon after.
  void work() {
    while (server.work() > 0) {}
  }

  @Override
  public void close() {
    server.close();
  }
}

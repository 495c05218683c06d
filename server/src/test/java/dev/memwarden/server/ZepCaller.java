package dev.memwarden.server;

import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Reply;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Somebody with a key who speaks Zep.
record ZepCaller(TokenServer server, String key) {

  /// A user with a new key.
  static ZepCaller user(TokenServer server, String id, String... actions) {
    return new ZepCaller(server, server.key(id, wish(actions)));
  }

  /// A service with a new key, or a part of one.
  static ZepCaller service(TokenServer server, String id, String... actions) {
    ObjectNode wish = wish(actions).put("service", id);
    return new ZepCaller(
        server, server.administer("/admin/v1/keys", wish).body().path("key").stringValue());
  }

  private static ObjectNode wish(String... actions) {
    ArrayNode list = Json.array();
    Arrays.stream(actions).forEach(list::add);
    ObjectNode wish = Json.object();
    return actions.length == 0 ? wish : wish.set("actions", list);
  }

  /// The reply to a request such as `GET /sessions`.
  Reply ask(String request, String body) {
    return server.answer(
        request.replaceFirst(" ", " /api/v1"), body, "Authorization: Bearer " + key);
  }

  /// Status and body.
  String text(String request, String body) {
    return TokenServer.text(ask(request, body)).stripTrailing();
  }

  /// Status and body of a request without one.
  String text(String request) {
    return text(request, "");
  }

  /// The document that a successful request gets.
  JsonNode json(String request, String body) {
    Reply reply = ask(request, body);
    return reply
        .json()
        .orElseThrow(() -> new AssertionError(request + ": " + TokenServer.text(reply)));
  }

  /// The document that a successful request without a body gets.
  JsonNode json(String request) {
    return json(request, "");
  }

  /// The texts of one field of a list.
  String each(String request, String field) {
    return String.join(
        ", ", json(request).valueStream().map(one -> one.path(field).asString()).toList());
  }

  /// Adds messages to a session: what the user said.
  ZepCaller says(String session, String... messages) {
    ArrayNode list = Json.array();
    for (String message : messages) {
      list.add(Json.object().put("role", "user").put("content", message));
    }
    String body = Json.text(Json.object().set("messages", list));
    String reply = text("POST /sessions/" + session + "/memory", body);
    if (!reply.equals("200 OK")) {
      throw new AssertionError(reply);
    }
    return this;
  }
}

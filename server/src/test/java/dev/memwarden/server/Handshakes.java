package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Parsed;
import dev.memwarden.server.http.Reply;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.databind.JsonNode;

/// What tests of the handshake have in common.
final class Handshakes {
  static final InetAddress HOME = InetAddress.getLoopbackAddress();
  static final InetAddress ELSEWHERE = InetAddress.ofLiteral("192.0.2.9");

  private Handshakes() {}

  /// A pair of tokens.
  record Tokens(String access, String refresh) {
    static Tokens of(Reply reply) {
      assertThat(reply.status()).as(TokenServer.text(reply)).isEqualTo(200);
      JsonNode body = json(reply);
      return new Tokens(
          body.path("access_token").stringValue(), body.path("refresh_token").stringValue());
    }
  }

  /// Opens a family.
  static Tokens open(TokenServer server, String key) {
    return Tokens.of(server.answer("POST /auth/jwt-auth", "", "X-API-Key: " + key));
  }

  /// Trades a refresh token from home.
  static Reply refresh(TokenServer server, String token) {
    return refresh(server, token, HOME);
  }

  static Reply refresh(TokenServer server, String token, InetAddress from) {
    return server.answerTo(from, "POST /auth/jwt-refresh", "", "Authorization: Bearer " + token);
  }

  /// What a token says of itself: its header (0) or its claims (1).
  static JsonNode part(String token, int part) {
    byte[] decoded = Base64.getUrlDecoder().decode(token.split("\\.")[part]);
    return json(new String(decoded, StandardCharsets.UTF_8));
  }

  static JsonNode json(Reply reply) {
    return json(new String(reply.bytes(), StandardCharsets.UTF_8));
  }

  private static JsonNode json(String text) {
    return switch (Json.parse(text)) {
      case Parsed.Value(JsonNode node) -> node;
      case Parsed.Invalid invalid -> throw new AssertionError(invalid + ": " + text);
    };
  }
}

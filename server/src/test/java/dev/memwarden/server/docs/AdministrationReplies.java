package dev.memwarden.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Extent;
import dev.memwarden.auth.Principal;
import dev.memwarden.server.http.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Gets every reply of the admin API that is not a refusal which all routes have.
final class AdministrationReplies {
  private static final String NEVER_SIGNED =
      "{\"checkpoint\": {\"at\": \"2026-01-01T00:00:00Z\", \"heads\": [], \"signature\": \"x\"}}";

  private final DocumentedServer server;
  private final Asker asker;
  private final String root;

  /// Sends a request and holds the reply against the document.
  @FunctionalInterface
  interface Asker {
    Reply ask(String method, String target, String body, Map<String, String> fields);
  }

  AdministrationReplies(DocumentedServer server, Asker asker) {
    this.server = server;
    this.asker = asker;
    this.root = server.key(Principal.Kind.ADMIN, "root", Action.ALL);
  }

  /// Asks for everything.
  ///
  /// @param alice key of a user
  void all(String alice) {
    String forCarol =
        server.key(
            new Principal(Principal.Kind.ADMIN, Principal.DEFAULT_TENANT, "helper"),
            Ceiling.of(Action.ALL, Box.EVERYWHERE.with(Axis.USER, Extent.of("carol"))));
    String tooLong = "x".repeat(257);
    String made =
        asRoot("POST /admin/v1/keys", "{\"user\": \"carol\", \"expires_in\": \"30d\"}")
            .path("id")
            .stringValue();
    assertThat(asRoot("GET /admin/v1/keys", "").path("keys").size()).isGreaterThan(2);
    for (String request :
        List.of(
            "GET /admin/v1/keys/" + made,
            "GET /admin/v1/logins",
            "GET /admin/v1/auth-tokens",
            "GET /admin/v1/auth-tokens?limit=1",
            "GET /admin/v1/keys?limit=1",
            "GET /admin/v1/keys?limit=1&beyond=" + made,
            "GET /admin/v1/users?limit=1&beyond=user:alice",
            "GET /admin/v1/users",
            "GET /admin/v1/policy",
            "GET /admin/v1/signing-keys",
            "GET /admin/v1/issuers",
            "GET /admin/v1/index",
            "GET /admin/v1/audit?kind=change&limit=5",
            "GET /admin/v1/audit?user=nobody&since=2026-01-01T00:00:00Z&order=oldest",
            "GET /admin/v1/audit/checkpoint",
            "POST /admin/v1/index/rebuild",
            "POST /admin/v1/users/carol/disable",
            "POST /admin/v1/users/carol/enable?kind=user")) {
      asRoot(request, "");
    }
    for (String request :
        List.of(
            "POST /admin/v1/keys/" + made + "/rotate|{\"grace_seconds\": 60, \"expires_at\": null}",
            "POST /admin/v1/keys/" + made + "/revoke|{\"reason\": \"lost\"}",
            "POST /admin/v1/tokens/revoke|{\"token\": \"jwt7f83b1657ff1fc53b92dc181\"}",
            "POST /admin/v1/logins/end|{\"user\": \"alice\"}",
            "POST /admin/v1/auth-tokens|{\"user\": \"carol\", \"description\": \"d\"}",
            "PUT /admin/v1/policy|{\"text\": \"\"}",
            "POST /admin/v1/policy/test|{\"principal\": \"user:carol\", \"action\": \"chat\"}",
            "POST /admin/v1/audit/verify|{}",
            "POST /admin/v1/audit/verify|" + NEVER_SIGNED,
            "POST /admin/v1/signing-keys/rotate|{\"at_once\": true}")) {
      String[] parts = request.split("\\|");
      asRoot(parts[0], parts[1]);
    }
    assertThat(asker.ask("POST", "/auth/jwt-auth", "{\"scope\": \"chat\"}", with(alice)).status())
        .isEqualTo(200);
    String login =
        asRoot("GET /admin/v1/logins", "").path("logins").get(0).path("id").stringValue();
    asRoot("POST /admin/v1/logins/" + login + "/end", "{}");
    asker.ask("POST", "/admin/v1/logins/end", "{\"user\": \"bob\"}", with(forCarol));
    asker.ask("POST", "/admin/v1/logins/none/end", "{}", with(root));
    asker.ask("POST", "/admin/v1/keys/" + made + "/rotate", "{}", with(root));
    asker.ask("POST", "/admin/v1/keys/none/rotate", "{}", with(root));
    asker.ask("POST", "/admin/v1/keys/none/revoke", "{}", with(root));
    asker.ask("GET", "/admin/v1/keys/none", "", with(root));
    asker.ask("GET", "/admin/v1/audit?limit=x", "", with(root));
    for (String list : List.of("keys", "auth-tokens", "logins", "users")) {
      asker.ask("GET", "/admin/v1/" + list + "?beyond=none", "", with(root));
    }
    asker.ask("GET", "/admin/v1/keys/" + tooLong, "", with(root));
    asker.ask("POST", "/admin/v1/tokens/revoke", "{\"token\": \"x\"}", with(root));
    asker.ask("PUT", "/admin/v1/policy", "{\"text\": \"forbid * users:manage */*\"}", with(root));
    asRoot("POST /admin/v1/users/carol/delete", "");
    asker.ask("POST", "/admin/v1/keys", "{\"user\": \"carol\"}", with(root));
    asker.ask("POST", "/admin/v1/auth-tokens", "{\"user\": \"carol\"}", with(root));
    for (String verb : List.of("disable", "enable", "delete")) {
      asker.ask("POST", "/admin/v1/users/nobody/" + verb, "", with(root));
      asker.ask("POST", "/admin/v1/users/nobody/" + verb + "?kind=x", "", with(root));
      asker.ask("POST", "/admin/v1/users/root/" + verb + "?kind=admin", "", with(root));
    }
  }

  private JsonNode asRoot(String line, String body) {
    String[] parts = line.split(" ", 2);
    Reply reply = asker.ask(parts[0], parts[1], body, with(root));
    assertThat(reply.status())
        .as(line + ": " + new String(reply.bytes(), StandardCharsets.UTF_8))
        .isBetween(200, 299);
    return DocumentedServer.json(reply);
  }

  private static Map<String, String> with(String key) {
    return Map.of("Host", "localhost:8000", "X-API-Key", key);
  }
}

package dev.memwarden.server.oauth;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.handshake.SigningKeys;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The documents that anybody may read: where things are, and by which keys tokens are verified.
/// All addresses in them are the configured one, whatever a request says in `Host`.
final class Discovery {
  // Shorter than a new key is published before it signs.
  private static final String FIVE_MINUTES = "public, max-age=300";

  private final SigningKeys signing;
  private final Supplier<Optional<String>> issuer;

  Discovery(SigningKeys signing, Supplier<Optional<String>> issuer) {
    this.signing = signing;
    this.issuer = issuer;
  }

  /// The key set (RFC 7517 §5).
  Reply keys(Call call) {
    var _ = signing.signer();
    String keys =
        signing.published().stream()
            .map(shown -> shown.key().jwk())
            .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    return cached(Reply.bytes(200, "application/json", keys.getBytes(StandardCharsets.UTF_8)));
  }

  /// What the token service can do (RFC 8414 §2).
  Reply server(Call call) {
    String name = name();
    ObjectNode json =
        Json.object()
            .put("issuer", name)
            .put("token_endpoint", name + OAuthDialect.TOKEN)
            .put("revocation_endpoint", name + OAuthDialect.REVOKE)
            .put("introspection_endpoint", name + OAuthDialect.INTROSPECT)
            .put("jwks_uri", name + OAuthDialect.KEYS);
    json.set("scopes_supported", scopes());
    // There is no authorization endpoint, but the field is required.
    json.putArray("response_types_supported");
    json.set("grant_types_supported", words("client_credentials", "refresh_token"));
    json.set(
        "token_endpoint_auth_methods_supported",
        words("client_secret_basic", "client_secret_post", "none"));
    json.set(
        "revocation_endpoint_auth_methods_supported",
        words("client_secret_basic", "client_secret_post"));
    json.set(
        "introspection_endpoint_auth_methods_supported",
        words("client_secret_basic", "client_secret_post"));
    return cached(Reply.json(200, json));
  }

  /// Who gives out tokens for this server (RFC 9728 §2).
  Reply resource(Call call) {
    String name = name();
    ObjectNode json = Json.object().put("resource", name).put("resource_name", "Memwarden");
    json.putArray("authorization_servers").add(name);
    json.put("jwks_uri", name + OAuthDialect.KEYS);
    json.set("scopes_supported", scopes());
    json.set("bearer_methods_supported", words("header"));
    return cached(Reply.json(200, json));
  }

  private String name() {
    return issuer
        .get()
        .orElseThrow(
            () -> new StoreUnavailableException("the server does not know its own address yet"));
  }

  private static Reply cached(Reply reply) {
    return reply.withHeader("Cache-Control", FIVE_MINUTES);
  }

  private static ArrayNode scopes() {
    ArrayNode scopes = Json.array();
    for (Action action : Action.values()) {
      scopes.add(action.word());
    }
    return scopes;
  }

  private static ArrayNode words(String... words) {
    ArrayNode array = Json.array();
    List.of(words).forEach(array::add);
    return array;
  }
}

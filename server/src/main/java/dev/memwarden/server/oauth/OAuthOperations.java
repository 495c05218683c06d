package dev.memwarden.server.oauth;

import dev.memwarden.server.api.Content;
import dev.memwarden.server.api.Field;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.api.Result;
import dev.memwarden.server.api.Schema;
import java.util.List;
import java.util.Optional;

/// What the documents say about [OAuthDialect].
final class OAuthOperations {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final Schema WORDS = Schema.list(Schema.text());

  private static final Field CLIENT_ID =
      Field.optional("client_id", Schema.text(), "id of the key, unless it is in `Authorization`");
  private static final Field CLIENT_SECRET =
      Field.optional("client_secret", Schema.text(), "the key, unless it is in `Authorization`");

  static final Operation TOKEN =
      form(
          "getTokens",
          "Trade a key or a refresh token for tokens",
          "`client_credentials` takes a key; `refresh_token` takes a refresh token, which is used by"
              + " that, and needs no key.",
          new Schema.Fields(
              "TokenRequest",
              List.of(
                  Field.of(
                      "grant_type",
                      new Schema.Word(List.of("client_credentials", "refresh_token")),
                      "what is traded"),
                  CLIENT_ID,
                  CLIENT_SECRET,
                  Field.optional("refresh_token", Schema.text(), "the refresh token"),
                  Field.optional(
                      "scope", Schema.text(), "all that the tokens shall allow, such as `chat`"),
                  Field.optional("resource", Schema.text(), "the address of this server")),
              false),
          """
          {"grant_type": "client_credentials", "client_id": "4bK2mQ8xT0aZ7nLp",
           "client_secret": "sks-…"}
          """,
          new Result(200, "The next pair.", Content.json(GrantJson.SCHEMA, GrantJson.EXAMPLE)));

  static final Operation REVOKE =
      form(
          "revokeToken",
          "End a token of mine",
          "A refresh token ends with all tokens that came from the same showing of the key, a working"
              + " token alone. A token of another key is left alone.",
          aboutToken("RevocationRequest"),
          "{\"token\": \"eyJ…\"}",
          new Result(
              200,
              "If it was a token of yours, it does not work any more.",
              Content.json(new Schema.Free(), "{}")));

  static final Operation INTROSPECT =
      form(
          "introspectToken",
          "Say whether a token works, and what it allows",
          "You learn of your own tokens; as a service, of those of users of your tenant; as an admin,"
              + " of all of your tenant.",
          aboutToken("IntrospectionRequest"),
          "{\"token\": \"eyJ…\"}",
          new Result(
              200,
              "What it says; `active` alone if it does not work or is none of yours.",
              Content.json(
                  Schema.object(
                      "TokenState",
                      Field.of("active", new Schema.Flag(), "whether it works"),
                      Field.optional("iss", Schema.text(), "this server"),
                      Field.optional("client_id", Schema.text(), "id of its key"),
                      Field.optional("username", Schema.text(), "id of whom it proves"),
                      Field.optional("sub", Schema.text(), "whom it proves"),
                      Field.optional("scope", Schema.text(), "what it allows"),
                      Field.optional("iat", Schema.count(), "when it was made"),
                      Field.optional("exp", Schema.count(), "when it ends by itself"),
                      Field.optional("jti", Schema.text(), "names it"),
                      Field.optional("aud", Schema.text(), "for whom it is"),
                      Field.optional("token_type", Schema.text(), "`Bearer`, of a working token")),
                  """
                  {"active": true, "iss": "https://memory.example.com",
                   "client_id": "4bK2mQ8xT0aZ7nLp", "username": "alice", "sub": "alice",
                   "scope": "memory:read chat", "iat": 1795608000, "exp": 1795608300,
                   "jti": "5f3c9a0b7d1e2f4a6b8c0d1e.42.9a8b7c6d5e4f3a2b",
                   "token_type": "Bearer", "aud": "https://memory.example.com"}
                  """)));

  static final Operation KEYS =
      Operation.of(
          "getKeySet",
          "Publish the keys that tokens are verified by",
          "A JSON Web Key Set.",
          Content.json(
              Schema.object(
                  "KeySet",
                  Field.of(
                      "keys",
                      Schema.list(
                          Schema.object(
                              "PublicKey",
                              Field.of("kty", Schema.text(), "`RSA`"),
                              Field.of("use", Schema.text(), "`sig`"),
                              Field.of("alg", Schema.text(), "`RS256`"),
                              Field.of("kid", Schema.text(), "names it"),
                              Field.of("n", Schema.text(), "its modulus"),
                              Field.of("e", Schema.text(), "its exponent"))),
                      "those that sign, did lately, or soon will")),
              """
              {"keys": [{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "…", "n": "…",
               "e": "AQAB"}]}
              """));

  static final Operation SERVER = server("getAuthorizationServer");
  static final Operation SERVER_OF_PATH = server("getAuthorizationServerOfPath");
  static final Operation RESOURCE = resource("getProtectedResource");
  static final Operation RESOURCE_OF_PATH = resource("getProtectedResourceOfPath");

  private OAuthOperations() {}

  private static Schema aboutToken(String name) {
    return new Schema.Fields(
        name,
        List.of(
            Field.of("token", Schema.text(), "the token"),
            Field.optional("token_type_hint", Schema.text(), "not needed to find it"),
            CLIENT_ID,
            CLIENT_SECRET),
        false);
  }

  private static Operation form(
      String id, String summary, String about, Schema body, String example, Result result) {
    return new Operation(
        id,
        summary,
        about,
        List.of(),
        List.of(),
        Optional.of(new Content(FORM, body, Optional.of(example))),
        List.of(result));
  }

  private static Operation server(String id) {
    return Operation.of(
        id,
        "Describe the token service",
        "Authorization server metadata (RFC 8414).",
        Content.json(
            Schema.object(
                "AuthorizationServer",
                Field.of("issuer", Schema.text(), "this server's name in tokens"),
                Field.of("token_endpoint", Schema.text(), "gives tokens"),
                Field.of("revocation_endpoint", Schema.text(), "ends them"),
                Field.of("introspection_endpoint", Schema.text(), "tells about them"),
                Field.of("jwks_uri", Schema.text(), "keys that they are verified by"),
                Field.of("scopes_supported", WORDS, "all actions"),
                Field.of("response_types_supported", WORDS, "none: nobody signs in here"),
                Field.of("grant_types_supported", WORDS, "what can be traded"),
                Field.of(
                    "token_endpoint_auth_methods_supported", WORDS, "how clients say who they are"),
                Field.of("revocation_endpoint_auth_methods_supported", WORDS, "the same there"),
                Field.of("introspection_endpoint_auth_methods_supported", WORDS, "the same there")),
            """
            {"issuer": "https://memory.example.com",
             "token_endpoint": "https://memory.example.com/oauth/token",
             "revocation_endpoint": "https://memory.example.com/oauth/revoke",
             "introspection_endpoint": "https://memory.example.com/oauth/introspect",
             "jwks_uri": "https://memory.example.com/.well-known/jwks.json",
             "scopes_supported": ["memory:read", "chat"], "response_types_supported": [],
             "grant_types_supported": ["client_credentials", "refresh_token"],
             "token_endpoint_auth_methods_supported": ["client_secret_basic", "none"],
             "revocation_endpoint_auth_methods_supported": ["client_secret_basic"],
             "introspection_endpoint_auth_methods_supported": ["client_secret_basic"]}
            """));
  }

  private static Operation resource(String id) {
    return Operation.of(
        id,
        "Say who gives tokens for this server",
        "Protected resource metadata (RFC 9728).",
        Content.json(
            Schema.object(
                "ProtectedResource",
                Field.of("resource", Schema.text(), "this server"),
                Field.of("resource_name", Schema.text(), "what it is called"),
                Field.of("authorization_servers", WORDS, "this server again"),
                Field.of("jwks_uri", Schema.text(), "keys that tokens are verified by"),
                Field.of("scopes_supported", WORDS, "all actions"),
                Field.of("bearer_methods_supported", WORDS, "where tokens go")),
            """
            {"resource": "https://memory.example.com", "resource_name": "Memwarden",
             "authorization_servers": ["https://memory.example.com"],
             "jwks_uri": "https://memory.example.com/.well-known/jwks.json",
             "scopes_supported": ["memory:read", "chat"],
             "bearer_methods_supported": ["header"]}
            """));
  }
}

package dev.memwarden.server;

import static dev.memwarden.server.Handshakes.json;
import static dev.memwarden.server.Handshakes.part;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.Handshakes.Tokens;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The handshake as standard OAuth 2.0: RFC 6749, 7009, 7662, 8414, 9728.
class OAuthServedTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final String PUBLIC = "https://memory.example.com/mw";

  @TempDir Path folder;

  private TokenServer server;
  private String key;
  private String bobs;

  @BeforeEach
  void open() {
    server = new TokenServer(folder, Map.of("MEMWARDEN_PUBLIC_URL", PUBLIC + "/"), () -> NOON);
    key = server.key("alice", Json.object());
    bobs = server.key("bob", Json.object());
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static String basic(String id, String secret) {
    String pair = id + ":" + secret;
    return "Authorization: Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }

  private static String client(String key) {
    return basic(key.substring(4, 20), key);
  }

  private static String form(String key) {
    return "&client_id=" + key.substring(4, 20) + "&client_secret=" + key;
  }

  private Reply token(String form, String... fields) {
    return server.answer("POST /oauth/token", form, fields);
  }

  private Tokens granted() {
    return Tokens.of(token("grant_type=client_credentials", client(key)));
  }

  private Tokens refreshed(Tokens tokens) {
    return Tokens.of(token("grant_type=refresh_token&refresh_token=" + tokens.refresh()));
  }

  private JsonNode inspected(String token, String... fields) {
    return json(server.answer("POST /oauth/introspect", "token=" + token, fields));
  }

  private String whoami(String token) {
    return server.get("/auth/whoami", token).substring(0, 3);
  }

  @Test
  void a_client_is_a_key() {
    Reply reply = token("grant_type=client_credentials", client(key));

    assertThat(reply.header("Cache-Control")).contains("no-store");
    assertThat(json(reply).propertyNames())
        .contains("access_token", "token_type", "expires_in", "refresh_token", "scope");
    assertThat(whoami(Tokens.of(reply).access())).isEqualTo("200");
    assertThat(whoami(Tokens.of(token("grant_type=client_credentials" + form(key))).access()))
        .isEqualTo("200");
    assertThat(part(Tokens.of(reply).access(), 1).path("iss").stringValue()).isEqualTo(PUBLIC);
  }

  @Test
  void a_client_may_be_encoded_as_forms_are() {
    server.close();
    server = new TokenServer(folder, Map.of("API_KEYS", "{\"a:b %+é\": \"carol\"}"), () -> NOON);
    JsonNode keys = server.administer(Method.GET, "/admin/v1/keys").body().path("keys");
    String id =
        keys.valueStream()
            .map(listed -> listed.path("id").stringValue())
            .filter(listed -> listed.startsWith("cfg"))
            .findFirst()
            .orElseThrow();

    Reply reply = token("grant_type=client_credentials", basic(id, "a%3Ab+%25%2B%C3%A9"));

    assertThat(reply.status()).isEqualTo(200);
  }

  // RFC 6749 §5.2; what is asked for is judged before who asks.
  @ParameterizedTest(name = "{0} by {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          scope=chat                                        | alice   | 400 | invalid_request
          grant_type=                                       | alice   | 400 | invalid_request
          grant_type=password                               | nobody  | 400 | unsupported_grant_type
          grant_type=authorization_code                     | alice   | 400 | unsupported_grant_type
          grant_type=client_credentials&grant_type=password | alice   | 400 | invalid_request
          grant_type=client_credentials&x=%zz               | alice   | 400 | invalid_request
          {"grant_type": "client_credentials"}              | alice   | 400 | invalid_request
          grant_type=client_credentials&scope=everything    | nobody  | 400 | invalid_scope
          grant_type=client_credentials&scope=users:manage  | alice   | 400 | invalid_scope
          grant_type=client_credentials&resource=https://x  | alice   | 400 | invalid_target
          grant_type=client_credentials                     | nobody  | 401 | invalid_client
          grant_type=client_credentials                     | wrong   | 401 | invalid_client
          grant_type=client_credentials                     | swapped | 401 | invalid_client
          grant_type=client_credentials                     | bearer  | 401 | invalid_client
          grant_type=client_credentials                     | twice   | 400 | invalid_request
          grant_type=client_credentials&client_id=other     | alice   | 400 | invalid_request
          grant_type=refresh_token                          | alice   | 400 | invalid_request
          grant_type=refresh_token&refresh_token=x          | alice   | 400 | invalid_grant
          grant_type=refresh_token&refresh_token=x          | nobody  | 400 | invalid_grant
          grant_type=refresh_token&refresh_token=x          | wrong   | 401 | invalid_client
          """)
  void errors_are_those_of_the_specification(String form, String who, int status, String error) {
    Reply reply =
        switch (who) {
          case "alice" -> token(form, client(key));
          case "nobody" -> token(form);
          case "wrong" -> token(form, basic(key.substring(4, 20), key + "x"));
          case "swapped" -> token(form, basic(bobs.substring(4, 20), key));
          case "bearer" -> token(form, "Authorization: Bearer " + key);
          case "twice" -> token(form + form(key), client(key));
          default -> throw new AssertionError(who);
        };

    assertThat(TokenServer.text(reply)).startsWith(status + " ");
    assertThat(json(reply).path("error").stringValue()).isEqualTo(error);
    assertThat(json(reply).path("error_description").isString()).isTrue();
    assertThat(reply.header("WWW-Authenticate").isPresent()).isEqualTo(status == 401);
    assertThat(reply.header("Cache-Control")).contains("no-store");
  }

  // RFC 6749 §2.3.1: never in the URL.
  @Test
  void parameters_do_not_belong_in_the_address() {
    assertThat(
            server
                .answer("POST /oauth/token?grant_type=client_credentials", form(key), client(key))
                .status())
        .isEqualTo(400);
    assertThat(server.answer("GET /oauth/token", "").status()).isEqualTo(405);
  }

  @Test
  void a_refresh_token_is_traded_with_or_without_its_client_and_for_no_other() {
    Tokens tokens = granted();
    String wish = "grant_type=refresh_token&refresh_token=";

    assertThat(token(wish + tokens.refresh(), client(bobs)).status()).isEqualTo(400);
    assertThat(token(wish + tokens.refresh() + "&client_id=" + bobs.substring(4, 20)).status())
        .isEqualTo(400);
    Tokens second = Tokens.of(token(wish + tokens.refresh(), client(key)));
    Tokens third = Tokens.of(token(wish + second.refresh() + "&client_id=" + key.substring(4, 20)));
    assertThat(whoami(refreshed(third).access())).isEqualTo("200");
    assertThat(json(token(wish + tokens.refresh())).path("error").stringValue())
        .isEqualTo("invalid_grant");
  }

  @Test
  void tokens_are_for_this_server() {
    assertThat(token("grant_type=client_credentials&resource=" + PUBLIC, client(key)).status())
        .isEqualTo(200);
  }

  // RFC 7009
  @Test
  void a_working_token_is_revoked_alone_and_a_refresh_token_with_all() {
    Tokens tokens = granted();
    Tokens next = refreshed(tokens);

    assertThat(
            server.answer("POST /oauth/revoke", "token=" + tokens.access(), client(key)).status())
        .isEqualTo(200);
    assertThat(whoami(tokens.access()) + whoami(next.access())).isEqualTo("401200");

    String hinted = "token=" + next.refresh() + "&token_type_hint=access_token";
    assertThat(server.answer("POST /oauth/revoke", hinted + form(key)).status()).isEqualTo(200);
    assertThat(whoami(next.access())).isEqualTo("401");
    assertThat(token("grant_type=refresh_token&refresh_token=" + next.refresh()).status())
        .isEqualTo(400);
  }

  @Test
  void nobody_revokes_what_is_not_theirs_or_learns_of_it() {
    Tokens tokens = granted();

    for (String token : new String[] {tokens.access(), tokens.refresh(), "nonsense"}) {
      Reply reply = server.answer("POST /oauth/revoke", "token=" + token, client(bobs));
      assertThat(TokenServer.text(reply)).isEqualTo("200 {}");
      assertThat(server.answer("POST /oauth/revoke", "token=" + token).status()).isEqualTo(401);
    }
    assertThat(server.answer("POST /oauth/revoke", "", client(key)).status()).isEqualTo(400);
    assertThat(whoami(refreshed(tokens).access())).isEqualTo("200");
  }

  // RFC 7662 §2.2
  @Test
  void introspection_says_what_a_token_says() {
    Tokens tokens = granted();

    JsonNode access = inspected(tokens.access(), client(key));
    assertThat(access.path("active").booleanValue()).isTrue();
    assertThat(access.path("iss").stringValue()).isEqualTo(PUBLIC);
    assertThat(access.path("aud").stringValue()).isEqualTo(PUBLIC);
    assertThat(access.path("sub").stringValue()).isEqualTo("alice");
    assertThat(access.path("username").stringValue()).isEqualTo("alice");
    assertThat(access.path("client_id").stringValue()).isEqualTo(key.substring(4, 20));
    assertThat(access.path("scope").stringValue()).startsWith("memory:read ");
    assertThat(access.path("token_type").stringValue()).isEqualTo("Bearer");
    assertThat(access.path("exp").longValue()).isEqualTo(NOON.getEpochSecond() + 300);
    JsonNode refresh = inspected(tokens.refresh(), client(key));
    assertThat(refresh.path("active").booleanValue()).isTrue();
    assertThat(refresh.has("token_type")).isFalse();
  }

  @Test
  void whoever_may_not_know_learns_nothing() {
    Tokens tokens = granted();
    String nothing = "{\"active\":false}";
    String admin = admin();

    assertThat(inspected(tokens.access(), client(bobs)).toString()).isEqualTo(nothing);
    assertThat(inspected(key, client(key)).toString()).isEqualTo(nothing);
    assertThat(inspected("nonsense", client(key)).toString()).isEqualTo(nothing);
    assertThat(inspected(tokens.access(), client(admin)).path("active").booleanValue()).isTrue();
    assertThat(
            inspected(tokens.access(), "Authorization: Bearer " + tokens.access())
                .path("active")
                .booleanValue())
        .isTrue();
    assertThat(server.answer("POST /oauth/introspect", "token=x").status()).isEqualTo(401);
    assertThat(server.answer("POST /oauth/introspect", "", client(key)).status()).isEqualTo(400);
  }

  private String admin() {
    return server
        .administer("/admin/v1/keys", Json.object().put("admin", "root"))
        .body()
        .path("key")
        .stringValue();
  }

  // RFC 8414 §3: also with the path of the name behind; RFC 9728 §3.
  @ParameterizedTest
  @ValueSource(strings = {"", "/mw"})
  void documents_say_where_things_are(String path) {
    Reply reply = server.answer("GET /.well-known/oauth-authorization-server" + path, "");
    JsonNode described = json(reply);
    assertThat(reply.header("Cache-Control")).contains("public, max-age=300");
    assertThat(described.path("issuer").stringValue()).isEqualTo(PUBLIC);
    assertThat(described.path("token_endpoint").stringValue()).isEqualTo(PUBLIC + "/oauth/token");
    assertThat(described.path("revocation_endpoint").stringValue())
        .isEqualTo(PUBLIC + "/oauth/revoke");
    assertThat(described.path("introspection_endpoint").stringValue())
        .isEqualTo(PUBLIC + "/oauth/introspect");
    assertThat(described.path("jwks_uri").stringValue())
        .isEqualTo(PUBLIC + "/.well-known/jwks.json");
    assertThat(described.path("grant_types_supported").toString())
        .isEqualTo("[\"client_credentials\",\"refresh_token\"]");

    JsonNode resource = json(server.answer("GET /.well-known/oauth-protected-resource" + path, ""));
    assertThat(resource.path("resource").stringValue()).isEqualTo(PUBLIC);
    assertThat(resource.path("authorization_servers").toString()).isEqualTo("[\"" + PUBLIC + "\"]");
  }

  // RFC 9728 §5.1: a client that knows nothing finds the way from a refusal alone.
  @Test
  void a_refusal_names_the_document_that_says_where_tokens_are() {
    String challenge =
        server.answer("GET /memories/alice", "").header("WWW-Authenticate").orElseThrow();
    String url = challenge.replaceFirst(".*resource_metadata=\"([^\"]*)\".*", "$1");

    assertThat(url).isEqualTo("https://memory.example.com/.well-known/oauth-protected-resource/mw");
    JsonNode resource = json(server.answer("GET " + URI.create(url).getPath(), ""));
    assertThat(resource.path("resource").stringValue()).isEqualTo(PUBLIC);
  }

  @Test
  void the_key_set_has_the_key_of_a_token_and_nothing_secret() {
    String kid = part(granted().access(), 0).path("kid").stringValue();

    JsonNode keys = json(server.answer("GET /.well-known/jwks.json", "")).path("keys");

    assertThat(keys).hasSize(1);
    assertThat(keys.get(0).path("kid").stringValue()).isEqualTo(kid);
    assertThat(keys.get(0).propertyNames()).containsExactly("kty", "use", "alg", "kid", "n", "e");
  }
}

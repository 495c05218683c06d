package dev.memwarden.server;

import static dev.memwarden.server.TokenServer.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.HttpIssuer.Key;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Tokens of an identity provider on the routes that clients use, with the settings that the Redis
/// server of the original takes.
class IssuerServedTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Key KEY = Key.make("one");
  private static final Key NEXT = Key.make("two");

  @TempDir Path folder;

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final HttpIssuer issuer = new HttpIssuer();
  private final Map<String, String> environment = new HashMap<>();
  private TokenServer server;

  @BeforeEach
  void open() {
    issuer.publish("/.well-known/jwks.json", KEY.set());
    environment.put("AUTH_MODE", "oauth2");
    environment.put("DISABLE_AUTH", "false");
    environment.put("OAUTH2_ISSUER_URL", issuer.url("/"));
    environment.put("OAUTH2_AUDIENCE", "memwarden");
    environment.put("OAUTH2_ALGORITHMS", "[\"RS256\"]");
    server = new TokenServer(folder, environment, now::get);
  }

  @AfterEach
  void close() {
    server.close();
    issuer.close();
  }

  private void reopen() {
    server.close();
    server = new TokenServer(folder, environment, now::get);
  }

  private String claims(String more) {
    long second = now.get().getEpochSecond();
    return "{\"iss\":\"%s\",\"sub\":\"alice\",\"aud\":\"memwarden\",\"iat\":%d,\"exp\":%d%s}"
        .formatted(issuer.url("/"), second, second + 300, more);
  }

  @Test
  void a_token_reaches_its_own_users_memories_and_no_others() {
    String token = KEY.sign(claims(""));

    assertThat(server.get("/memories/alice", token))
        .isEqualTo("200 {\"memories\":[],\"total_count\":0}");
    assertThat(server.get("/memories/bob", token)).startsWith("403 ");
    JsonNode whoami =
        server
            .answer("GET /auth/whoami", "", "Authorization: Bearer " + token)
            .json()
            .orElseThrow();
    assertThat(whoami.at("/principal").toString())
        .isEqualTo("{\"kind\":\"user\",\"id\":\"alice\"}");
    assertThat(whoami.at("/credential/kind").asString()).isEqualTo("oidc_jwt");
    assertThat(whoami.at("/credential/expires_at").asString()).isEqualTo("2026-11-22T12:05:30Z");
  }

  @Test
  void a_sign_in_creates_the_user_who_can_then_be_disabled() {
    assertThat(users()).doesNotContain("alice");
    server.get("/auth/whoami", KEY.sign(claims("")));
    assertThat(users()).contains("alice");

    server.administer(Method.POST, "/admin/v1/users/alice/disable");
    assertThat(server.get("/auth/whoami", KEY.sign(claims("")))).startsWith("401 ");
    assertThat(server.get("/auth/whoami", KEY.sign(claims(",\"jti\":\"x\"")))).startsWith("401 ");
  }

  @Test
  void an_administrator_sees_how_it_stands_with_the_keys() {
    assertThat(issuers().toString())
        .isEqualTo(
            ("[{\"issuer\":\"%s\",\"preset\":\"generic\",\"tenant\":\"default\","
                    + "\"audiences\":[\"memwarden\"],\"algorithms\":[\"RS256\"],\"keys\":0,"
                    + "\"fetched_at\":null,\"failing_since\":null}]")
                .formatted(issuer.url("/")));
    server.get("/auth/whoami", KEY.sign(claims("")));
    assertThat(issuers().at("/0/keys").intValue()).isEqualTo(1);
    assertThat(issuers().at("/0/fetched_at").stringValue()).isEqualTo("2026-11-22T12:00:00Z");

    issuer.breakDown();
    now.set(NOON.plusSeconds(30));
    server.get("/auth/whoami", NEXT.sign(claims("")));
    assertThat(issuers().at("/0/keys").intValue()).isEqualTo(1);
    assertThat(issuers().at("/0/failing_since").stringValue()).isEqualTo("2026-11-22T12:00:30Z");
    assertThat(server.administer("acme", Method.GET, "/admin/v1/issuers").body()).isEmpty();
  }

  private JsonNode issuers() {
    return server.administer(Method.GET, "/admin/v1/issuers").body();
  }

  @Test
  void keys_rotate_while_it_runs() {
    assertThat(server.get("/auth/whoami", KEY.sign(claims("")))).startsWith("200 ");
    issuer.publish("/.well-known/jwks.json", NEXT.set());

    assertThat(server.get("/auth/whoami", NEXT.sign(claims("")))).startsWith("401 ");
    now.set(NOON.plusSeconds(30));
    assertThat(server.get("/auth/whoami", NEXT.sign(claims("")))).startsWith("200 ");
    assertThat(server.get("/auth/whoami", KEY.sign(claims(",\"jti\":\"new\"")))).startsWith("401 ");
  }

  @Test
  void an_issuer_that_is_down_at_the_start_costs_only_its_own_tokens() {
    environment.put("API_KEYS", "{\"sesame\":\"carol\"}");
    issuer.breakDown();
    reopen();
    String token = KEY.sign(claims(""));

    Reply reply = server.answer("GET /memories/alice", "", "Authorization: Bearer " + token);
    assertThat(text(reply)).isEqualTo("503 {\"detail\":\"Service temporarily unavailable\"}");
    assertThat(reply.headers()).anyMatch(header -> header.toString().contains("Retry-After"));
    assertThat(server.get("/memories/carol", "sesame")).startsWith("200 ");

    issuer.publish("/.well-known/openid-configuration", "");
    issuer.publish("/.well-known/jwks.json", KEY.set());
    issuer.at("/.well-known/openid-configuration", exchange -> HttpIssuer.send(exchange, 404, ""));
    now.set(NOON.plusSeconds(30));
    assertThat(server.get("/memories/alice", token)).startsWith("200 ");
  }

  @Test
  void an_issuer_that_goes_down_is_not_missed_for_a_day() {
    assertThat(server.get("/auth/whoami", KEY.sign(claims("")))).startsWith("200 ");
    issuer.breakDown();

    now.set(NOON.plus(Duration.ofHours(24)).minusSeconds(1));
    assertThat(server.get("/auth/whoami", KEY.sign(claims("")))).startsWith("200 ");
    assertThat(server.get("/auth/whoami", NEXT.sign(claims("")))).startsWith("503 ");
    now.set(NOON.plus(Duration.ofHours(24)));
    assertThat(server.get("/auth/whoami", KEY.sign(claims("")))).startsWith("503 ");
  }

  @Test
  void an_issuer_that_goes_down_raises_one_alarm_each_time() {
    try (AllLog log = new AllLog()) {
      issuer.breakDown();
      for (int i = 0; i < 3; i++) {
        assertThat(server.get("/auth/whoami", KEY.sign(claims("")))).startsWith("503 ");
        assertThat(server.get("/auth/whoami", NEXT.sign(claims("")))).startsWith("503 ");
        now.set(now.get().plusSeconds(30));
      }
      assertThat(log.alarms()).containsExactly("issuer_keys_unavailable");

      issuer.publish("/.well-known/jwks.json", KEY.set());
      assertThat(server.get("/auth/whoami", KEY.sign(claims("")))).startsWith("200 ");
      issuer.breakDown();
      now.set(now.get().plusSeconds(30));
      assertThat(server.get("/auth/whoami", NEXT.sign(claims("")))).startsWith("503 ");
      assertThat(log.alarms())
          .containsExactly("issuer_keys_unavailable", "issuer_keys_unavailable");
    }
  }

  @Test
  void a_revoked_token_is_refused_at_once_and_no_other() {
    String token = KEY.sign(claims(",\"jti\":\"1\""));
    String other = KEY.sign(claims(",\"jti\":\"2\""));
    server.get("/auth/whoami", token);
    server.get("/auth/whoami", other);

    assertThat(server.revoke(token).isSuccess()).isTrue();
    assertThat(server.get("/auth/whoami", token)).startsWith("401 ");
    assertThat(server.get("/auth/whoami", other)).startsWith("200 ");
    assertThat(server.revoke(NEXT.sign(claims(""))).isSuccess()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "aud":"memwarden" | "aud":"other"
          "aud":"memwarden" | "aud":["other"]
          "aud":"memwarden" | "azp":"memwarden"
          "exp":            | "expires":
          "sub":"alice"     | "sub":"alice","sub":"bob"
          """)
  void what_is_wrong_is_not_said_to_the_caller(String right, String wrong) {
    String token = KEY.sign(claims("").replace(right, wrong));
    Reply reply = server.answer("GET /memories/alice", "", "Authorization: Bearer " + token);

    assertThat(text(reply)).isEqualTo("401 {\"detail\":\"Invalid API key\"}");
    assertThat(reply.headers().toString()).contains("error=\"invalid_token\"");
  }

  // The texts of the original, without what it looked for and where.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "aud":"memwarden" | "aud":"other"              | Invalid audience
          "exp":            | "expires":                 | Invalid JWT: missing required key \\"exp\\" among claims
          "exp":            | "exp":1,"expires":         | Token has expired
          "sub":"alice"     | "subject":"alice"          | Token missing subject (sub) claim
          "iat":            | "iat":9999999999,"issued": | Token issued in the future
          "iss":"http       | "iss":"https               | Invalid JWT: Invalid issuer
          "sub":"alice"     | "sub":"alice","nonce":"n"  | Invalid token
          """)
  void clients_of_the_redis_server_are_told_in_its_words(String right, String wrong, String text) {
    assertThat(server.get("/v1/working-memory/", KEY.sign(claims("").replace(right, wrong))))
        .isEqualTo("401 {\"detail\":\"" + text + "\"}");
  }

  @Test
  void so_they_are_of_keys_and_algorithms() {
    String path = "/v1/working-memory/";

    assertThat(server.get(path, NEXT.sign(claims(""))))
        .isEqualTo("401 {\"detail\":\"Unable to find matching public key\"}");
    assertThat(server.get(path, KEY.sign("{\"alg\":\"PS256\",\"kid\":\"one\"}", claims(""))))
        .isEqualTo("401 {\"detail\":\"Invalid JWT: The specified alg value is not allowed\"}");
    assertThat(server.get(path, NEXT.sign("{\"alg\":\"RS256\",\"kid\":\"one\"}", claims(""))))
        .isEqualTo("401 {\"detail\":\"Invalid JWT: Signature verification failed.\"}");
    issuer.publish(
        "/.well-known/jwks.json",
        KEY.set("," + NEXT.set().substring("{\"keys\":[".length(), NEXT.set().length() - 2)));
    now.set(NOON.plusSeconds(30));
    assertThat(server.get(path, NEXT.sign(claims("")))).startsWith("200 ");
    assertThat(server.get(path, KEY.sign("{\"alg\":\"RS256\"}", claims(""))))
        .isEqualTo("401 {\"detail\":\"Token missing key identifier (kid)\"}");
  }

  @Test
  void a_discovery_document_leads_to_keys_on_the_same_server() {
    issuer.discover(issuer.url("/"), issuer.url("/keys"));
    issuer.publish("/keys", NEXT.set());

    assertThat(server.get("/auth/whoami", NEXT.sign(claims("")))).startsWith("200 ");
    assertThat(issuer.asked()).containsExactly("/.well-known/openid-configuration", "/keys");
  }

  @Test
  void a_discovery_document_leads_nowhere_else_on_this_machine() {
    try (HttpIssuer neighbour = new HttpIssuer()) {
      neighbour.publish("/keys", NEXT.set());
      issuer.discover(issuer.url("/"), neighbour.url("/keys"));

      assertThat(server.get("/auth/whoami", NEXT.sign(claims("")))).startsWith("503 ");
      assertThat(neighbour.asked()).isEmpty();
    }
  }

  @Test
  void keys_that_the_operator_points_to_may_be_elsewhere() {
    try (HttpIssuer neighbour = new HttpIssuer()) {
      neighbour.publish("/keys", NEXT.set());
      environment.put("OAUTH2_JWKS_URL", neighbour.url("/keys"));
      reopen();

      assertThat(server.get("/auth/whoami", NEXT.sign(claims("")))).startsWith("200 ");
      assertThat(issuer.asked()).isEmpty();
    }
  }

  @Test
  void beside_a_shared_secret_each_kind_keeps_to_itself() {
    environment.put("ZEP_AUTH_REQUIRED", "true");
    environment.put(
        "ZEP_AUTH_SECRET",
        "q1-vS0PgmRbWq0bNkvWjKqk8w2GJcLxYyD5o0mG3n1fU7ZtXrE4hBvA9sHdJpLw6QeTzCiMuVyOaRkNxF2lBgA");
    reopen();

    assertThat(server.get("/auth/whoami", KEY.sign(claims("")))).contains("oidc_jwt");
    assertThat(server.get("/auth/whoami", "eyJhbGciOiJIUzI1NiJ9.e30.AAAA")).startsWith("401 ");
    assertThat(issuer.asked()).isNotEmpty();
  }

  private String users() {
    return server.administer(Method.GET, "/admin/v1/users").body().toString();
  }
}

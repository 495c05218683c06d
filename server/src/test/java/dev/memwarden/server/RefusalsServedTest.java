package dev.memwarden.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.key.KeyText;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/// Attacks 2 and 3, as far as replies could tell something: what a client of each wire gets for
/// every kind of bad credential, the challenge beside it, and the real reason that the log has.
class RefusalsServedTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final String SECRET =
      "q1-vS0PgmRbWq0bNkvWjKqk8w2GJcLxYyD5o0mG3n1fU7ZtXrE4hBvA9sHdJpLw6QeTzCiMuVyOaRkNxF2lBgA==";
  private static final String FOREIGN = "another-secret-that-this-server-does-not-know-0123456789";
  private static final String BARE = "Bearer realm=\"memwarden\"";
  private static final String METADATA =
      ", resource_metadata=\"http://localhost:8000/.well-known/oauth-protected-resource\"";
  private static final String BASE62 =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final List<String> OAUTH =
      List.of("POST /oauth/token", "POST /oauth/revoke", "POST /oauth/introspect");
  private static final Map<String, String> ROUTES =
      Map.of(
          "mem0", "GET /memories/alice",
          "redisams", "GET /v1/working-memory/",
          "zep", "GET /api/v1/sessions",
          "own", "GET /auth/keys");

  @TempDir Path folder;

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON.minusSeconds(60));
  private final Map<String, String> credentials = new HashMap<>();

  private TokenServer server;
  private AuthLog log;

  @BeforeEach
  void open() {
    server = new TokenServer(folder, Map.of("ZEP_AUTH_SECRET", SECRET), now::get);
    String good = server.key("alice", wish());
    String revoked = server.key("alice", wish());
    server.administer(Method.POST, "/admin/v1/keys/" + revoked.substring(4, 20) + "/revoke");
    String disabled = server.key("dave", wish());
    server.administer(Method.POST, "/admin/v1/users/dave/disable");
    credentials.put("unreadable", "Basic YWxpY2U6cGFzc3dvcmQ=");
    credentials.put("mistyped key", bearer(good.substring(0, good.length() - 1) + "~"));
    credentials.put("unknown text", bearer("sk-nobody"));
    credentials.put("unknown key", bearer(KeyText.mint(RANDOM).text().revealText()));
    credentials.put("wrong secret", bearer(sameIdOtherSecret(good)));
    credentials.put("revoked", bearer(revoked));
    credentials.put("disabled", bearer(disabled));
    ObjectNode elsewhere = wish();
    elsewhere.putArray("networks").add("198.51.100.0/24");
    credentials.put("elsewhere", bearer(server.key("alice", elsewhere)));
    credentials.put("expired key", bearer(server.key("alice", wish().put("expires_in", "30s"))));
    credentials.put(
        "early key", bearer(server.key("alice", wish().put("not_before", "2026-11-22T13:00:00Z"))));
    credentials.put("no token", bearer("eyJhbGciOiJIUzI1NiJ9.e30.!"));
    credentials.put("foreign token", token(FOREIGN, "{}"));
    credentials.put("expired token", token(SECRET, "{\"exp\":1795348740}"));
    credentials.put("issued ahead", token(SECRET, "{\"iat\":1795348860}"));
    credentials.put("early token", token(SECRET, "{\"nbf\":1795348860}"));
    credentials.put("for others", token(SECRET, "{\"aud\":\"billing\"}"));
    credentials.put("unsigned", bearer(url("{\"alg\":\"none\"}") + "." + url("{}") + "."));
    credentials.put("secret as token", bearer(SECRET));
    now.set(NOON);
    log = new AuthLog();
  }

  @AfterEach
  void close() {
    log.close();
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          unreadable      | Missing bearer token                                | no token found              | UNREADABLE_CREDENTIAL
          mistyped key    | Invalid token                                       | token is unauthorized       | MALFORMED_KEY
          unknown text    | Invalid token                                       | token is unauthorized       | UNKNOWN_KEY
          unknown key     | Invalid token                                       | token is unauthorized       | UNKNOWN_KEY
          wrong secret    | Invalid token                                       | token is unauthorized       | WRONG_SECRET
          revoked         | Invalid token                                       | token is unauthorized       | REVOKED
          disabled        | Invalid token                                       | token is unauthorized       | DISABLED_PRINCIPAL
          elsewhere       | Invalid token                                       | token is unauthorized       | FOREIGN_NETWORK
          expired key     | Token has expired                                   | token is expired            | EXPIRED
          early key       | The token is not yet valid (nbf)                    | token nbf validation failed | NOT_YET_VALID
          no token        | Invalid token header                                | token is unauthorized       | MALFORMED_TOKEN
          foreign token   | Invalid JWT: Signature verification failed.         | token is unauthorized       | BAD_SIGNATURE
          unsigned        | Invalid JWT: The specified alg value is not allowed | token is unauthorized       | WRONG_ALGORITHM
          expired token   | Token has expired                                   | token is expired            | EXPIRED
          issued ahead    | Token issued in the future                          | token iat validation failed | ISSUED_IN_FUTURE
          early token     | The token is not yet valid (nbf)                    | token nbf validation failed | NOT_YET_VALID
          for others      | Invalid audience                                    | token is unauthorized       | WRONG_AUDIENCE
          secret as token | Invalid token                                       | token is unauthorized       | SIGNING_SECRET
          """)
  void a_credential_that_proves_nothing(String what, String redisams, String zep, String reason) {
    String credential = "Authorization: " + credentials.get(what);

    assertThat(told("mem0", credential)).isEqualTo("401 {\"detail\":\"Invalid API key\"}");
    assertThat(told("redisams", credential)).isEqualTo("401 {\"detail\":\"" + redisams + "\"}");
    assertThat(told("zep", credential)).isEqualTo("401 " + zep + "\n");
    assertThat(told("own", credential)).startsWith("401 {\"type\":").contains("Not authenticated");
    for (String wire : ROUTES.keySet()) {
      assertThat(challenge(wire, credential))
          .startsWith(BARE + ", error=\"invalid_token\"")
          .endsWith(METADATA)
          .hasSizeLessThan(what.startsWith("secret") ? 500 : (BARE + METADATA).length() + 24);
    }
    assertThat(logged()).contains("reason=\"" + reason + "\"");
    assertThat(logged()).doesNotContain(credentials.get(what).substring(7));
  }

  @Test
  void no_credential_and_two_of_them() {
    String[] two = {"Authorization: Bearer one", "X-API-Key: other"};
    String conflict = "Two different credentials were presented";

    assertThat(told("mem0")).isEqualTo("403 {\"detail\":\"Not authenticated\"}");
    assertThat(told("redisams")).isEqualTo("401 {\"detail\":\"Missing authorization header\"}");
    assertThat(told("zep")).isEqualTo("401 no token found\n");
    assertThat(told("own")).startsWith("401 ");
    assertThat(told("mem0", two)).isEqualTo("400 {\"detail\":\"" + conflict + "\"}");
    assertThat(told("redisams", two)).isEqualTo("400 {\"detail\":\"" + conflict + "\"}");
    assertThat(told("zep", two)).startsWith("400 bad request: ");
    assertThat(told("own", two)).startsWith("400 ");
    for (String wire : ROUTES.keySet()) {
      assertThat(challenge(wire)).isEqualTo(BARE + METADATA);
      assertThat(challenge(wire, two)).isEqualTo(BARE + ", error=\"invalid_request\"" + METADATA);
    }
    assertThat(logged()).contains("reason=\"NO_CREDENTIAL\"", "reason=\"CONFLICTING_CREDENTIALS\"");
  }

  @Test
  void a_credential_that_does_not_allow_it() {
    ObjectNode wish = wish();
    wish.putArray("actions").add("audit:read");
    String key = "X-API-Key: " + server.key("alice", wish);

    assertThat(told("mem0", key))
        .isEqualTo(
            "403 {\"detail\":\"Access denied: This credential does not allow memory:read"
                + " (authenticated as 'alice')\"}");
    assertThat(told("redisams", key))
        .isEqualTo("403 {\"detail\":\"Insufficient permissions. Required scope: memory:read\"}");
    assertThat(told("zep", key))
        .isEqualTo("403 forbidden: this credential does not allow memory:read\n");
    assertThat(told("own", key)).startsWith("403 ");
    for (String wire : ROUTES.keySet()) {
      assertThat(challenge(wire, key))
          .isEqualTo(
              BARE
                  + ", error=\"insufficient_scope\", scope=\""
                  + (wire.equals("own") ? "keys:manage" : "memory:read")
                  + "\""
                  + METADATA);
    }
    assertThat(logged()).contains("reason=\"ACTION_NOT_ALLOWED\"");
  }

  // The client of OAuth is a key, in the ways of RFC 6749 §2.3.
  @ParameterizedTest
  @CsvSource({
    "mistyped key, MALFORMED_KEY",
    "unknown key,  UNKNOWN_KEY",
    "wrong secret, WRONG_SECRET",
    "revoked,      REVOKED",
    "disabled,     DISABLED_PRINCIPAL",
    "elsewhere,    FOREIGN_NETWORK",
    "expired key,  EXPIRED",
    "early key,    NOT_YET_VALID",
  })
  void a_client_whose_key_proves_nothing(String what, String reason) {
    String key = credentials.get(what).substring(7);
    String id = key.substring(4, 20);
    String pair = Base64.getEncoder().encodeToString((id + ":" + key).getBytes(UTF_8));
    String form = "grant_type=client_credentials&token=x";
    Set<String> asClient = new HashSet<>();
    Set<String> asCaller = new HashSet<>();
    Set<String> asOwn = new HashSet<>();
    for (String route : OAUTH) {
      String inForm = form + "&client_id=" + id + "&client_secret=" + key;
      asClient.add(whole(server.answer(route, form, "Authorization: Basic " + pair)));
      asClient.add(whole(server.answer(route, inForm)));
    }
    for (String route : List.of("POST /oauth/revoke", "POST /oauth/introspect")) {
      asCaller.add(whole(server.answer(route, form, "Authorization: Bearer " + key)));
    }
    asOwn.add(whole(server.answer("POST /auth/jwt-auth", "", "Authorization: Bearer " + key)));

    assertThat(asClient)
        .containsExactly(
            "401 {\"error\":\"invalid_client\",\"error_description\":\"The client is unknown, or did"
                + " not prove who it is.\"} Basic realm=\"memwarden\"");
    assertThat(asCaller)
        .containsExactly(
            "401 {\"error\":\"invalid_token\",\"error_description\":\"The key or token does not"
                + " work.\"} "
                + BARE
                + ", error=\"invalid_token\""
                + METADATA);
    assertThat(asOwn)
        .allMatch(reply -> reply.endsWith(BARE + ", error=\"invalid_token\"" + METADATA));
    assertThat(logged()).contains("reason=\"" + reason + "\"").doesNotContain(key, pair);
  }

  @ParameterizedTest
  @ValueSource(strings = {"expired token", "foreign token", "unsigned", "for others", "no token"})
  void a_token_that_proves_nothing_is_no_client_either(String what) {
    for (String route : List.of("POST /oauth/revoke", "POST /oauth/introspect")) {
      Reply reply = server.answer(route, "token=x", "Authorization: " + credentials.get(what));

      assertThat(TokenServer.text(reply)).startsWith("401 {\"error\":\"invalid_token\"");
      assertThat(reply.header("WWW-Authenticate"))
          .hasValue(BARE + ", error=\"invalid_token\"" + METADATA);
    }
  }

  private static String whole(Reply reply) {
    return TokenServer.text(reply) + " " + reply.header("WWW-Authenticate").orElseThrow();
  }

  private String told(String wire, String... fields) {
    return TokenServer.text(server.answer(ROUTES.get(wire), "", fields));
  }

  private String challenge(String wire, String... fields) {
    Reply reply = server.answer(ROUTES.get(wire), "", fields);
    return reply.header("WWW-Authenticate").orElseThrow();
  }

  private String logged() {
    return log.lines().toString();
  }

  private static ObjectNode wish() {
    return Json.object();
  }

  private static String bearer(String text) {
    return "Bearer " + text;
  }

  private static String token(String secret, String claims) {
    String signed = url("{\"alg\":\"HS256\"}") + "." + url(claims);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      byte[] signature = mac.doFinal(signed.getBytes(UTF_8));
      String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
      return bearer(signed + "." + encoded);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String sameIdOtherSecret(String key) {
    String text = key.substring(0, 21) + KeyText.mint(RANDOM).text().revealText().substring(21, 64);
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(UTF_8));
    StringBuilder check = new StringBuilder();
    for (long rest = crc.getValue(); check.length() < 6; rest /= 62) {
      check.insert(0, BASE62.charAt((int) (rest % 62)));
    }
    return text + check;
  }

  private static String url(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }
}

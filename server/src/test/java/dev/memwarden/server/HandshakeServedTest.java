package dev.memwarden.server;

import static dev.memwarden.server.Handshakes.ELSEWHERE;
import static dev.memwarden.server.Handshakes.json;
import static dev.memwarden.server.Handshakes.open;
import static dev.memwarden.server.Handshakes.part;
import static dev.memwarden.server.Handshakes.refresh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.Handshakes.Tokens;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Keys traded for tokens on the own routes, and what becomes of the tokens. Attacks 2.19, 3.12 and
/// 3.13.
class HandshakeServedTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir Path folder;

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private TokenServer server;
  private String key;

  @BeforeEach
  void open_server() {
    server = new TokenServer(folder, Map.of(), now::get);
    key = server.key("alice", Json.object());
  }

  @AfterEach
  void close() {
    server.close();
  }

  private void wait(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  private String whoami(String token) {
    return server.get("/auth/whoami", token);
  }

  private Reply logOut(String token) {
    return server.answer("POST /auth/logout", "", "Authorization: Bearer " + token);
  }

  private static void isDead(String answer) {
    assertThat(answer).startsWith("401 ");
  }

  @Test
  void a_key_becomes_tokens_as_the_plan_says() {
    Reply reply = server.answer("POST /auth/jwt-auth", "", "Authorization: Bearer " + key);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Cache-Control")).contains("no-store");
    assertThat(reply.header("Pragma")).contains("no-cache");
    JsonNode body = json(reply);
    assertThat(body.propertyNames())
        .containsExactly(
            "access_token",
            "token_type",
            "expires_in",
            "refresh_token",
            "refresh_expires_in",
            "scope");
    assertThat(body.path("token_type").stringValue()).isEqualTo("Bearer");
    assertThat(body.path("expires_in").intValue()).isEqualTo(300);
    assertThat(body.path("refresh_expires_in").intValue()).isEqualTo(7 * 24 * 3600);
    assertThat(body.path("scope").stringValue())
        .isEqualTo("memory:read memory:write memory:delete chat");
  }

  // RFC 9068 §2.1, §2.2
  @Test
  void a_working_token_says_what_access_tokens_say() {
    String token = open(server, key).access();

    JsonNode header = part(token, 0);
    assertThat(header.path("alg").stringValue()).isEqualTo("RS256");
    assertThat(header.path("typ").stringValue()).isEqualTo("at+jwt");
    assertThat(header.path("kid").stringValue()).hasSize(43);
    JsonNode claims = part(token, 1);
    assertThat(claims.path("iss").stringValue()).isEqualTo("http://localhost:8000");
    assertThat(claims.path("aud").stringValue()).isEqualTo("http://localhost:8000");
    assertThat(claims.path("sub").stringValue()).isEqualTo("alice");
    assertThat(claims.path("client_id").stringValue()).isEqualTo(key.substring(4, 20));
    assertThat(claims.path("iat").longValue()).isEqualTo(NOON.getEpochSecond());
    assertThat(claims.path("exp").longValue()).isEqualTo(NOON.getEpochSecond() + 300);
    assertThat(claims.path("jti").stringValue()).isNotEmpty();
    assertThat(claims.path("scope").stringValue())
        .isEqualTo("memory:read memory:write memory:delete chat");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/memories/alice", "/v1/working-memory/", "/api/v1/sessions", "/auth/whoami"})
  void working_tokens_are_taken_on_every_wire(String path) {
    String token = open(server, key).access();

    assertThat(server.get(path, token)).startsWith("200 ");
    wait(Duration.ofSeconds(299));
    assertThat(server.get(path, token)).startsWith("200 ");
    wait(Duration.ofSeconds(1));
    isDead(server.get(path, token));
  }

  @Test
  void whoami_knows_a_working_token() {
    JsonNode who =
        json(server.answer("GET /auth/whoami", "", "X-API-Key: " + open(server, key).access()));

    assertThat(who.at("/principal/id").stringValue()).isEqualTo("alice");
    assertThat(who.at("/credential/kind").stringValue()).isEqualTo("working_jwt");
    assertThat(who.at("/credential/expires_at").stringValue()).isEqualTo("2026-11-22T12:05:00Z");
  }

  @Test
  void the_name_of_the_server_never_comes_from_the_host_field() {
    Reply reply =
        server.answer(
            "GET /.well-known/oauth-authorization-server", "", "X-Forwarded-Host: evil.example");

    assertThat(json(reply).path("issuer").stringValue()).isEqualTo("http://localhost:8000");
  }

  @Test
  void a_refresh_token_gives_the_next_pair_also_in_the_body() {
    Tokens first = open(server, key);

    Tokens second = Tokens.of(refresh(server, first.refresh()));
    Tokens third =
        Tokens.of(
            server.answer(
                "POST /auth/jwt-refresh", "{\"refresh_token\": \"" + second.refresh() + "\"}"));

    assertThat(third.refresh()).isNotIn(first.refresh(), second.refresh());
    assertThat(whoami(third.access())).startsWith("200 ");
    assertThat(whoami(first.access())).as("works on until it ends").startsWith("200 ");
  }

  // 3.12
  @Test
  void a_lost_reply_is_given_again_byte_for_byte() {
    Tokens first = open(server, key);
    Tokens second = Tokens.of(refresh(server, first.refresh()));
    wait(Duration.ofMillis(29_999));

    Tokens again = Tokens.of(refresh(server, first.refresh()));

    assertThat(again.refresh()).isEqualTo(second.refresh());
    assertThat(again.access()).isNotEqualTo(second.access());
  }

  // 3.12
  @ParameterizedTest
  @CsvSource({"elsewhere", "successor used", "grandparent"})
  void what_comes_again_soon_but_is_no_lost_reply_is_refused_and_nobody_suffers(String how) {
    Tokens first = open(server, key);
    Tokens second = Tokens.of(refresh(server, first.refresh()));
    Tokens last = how.equals("elsewhere") ? second : Tokens.of(refresh(server, second.refresh()));
    if (how.equals("grandparent")) {
      last = Tokens.of(refresh(server, last.refresh()));
    }

    Reply refused;
    try (AllLog log = new AllLog()) {
      refused =
          refresh(server, first.refresh(), how.equals("elsewhere") ? ELSEWHERE : Handshakes.HOME);
      assertThat(log.alarms()).isEmpty();
    }

    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.header("WWW-Authenticate").orElseThrow()).contains("invalid_token");
    assertThat(whoami(last.access())).startsWith("200 ");
    assertThat(refresh(server, last.refresh()).status()).isEqualTo(200);
  }

  // 3.12
  @ParameterizedTest
  @CsvSource({"30, 0", "30, 1", "3600, 2"})
  void a_copy_that_comes_late_ends_the_family(int seconds, int generations) {
    Tokens first = open(server, key);
    Tokens last = Tokens.of(refresh(server, first.refresh()));
    wait(Duration.ofSeconds(seconds));
    for (int i = 0; i < generations; i++) {
      last = Tokens.of(refresh(server, last.refresh()));
    }
    assertThat(whoami(Tokens.of(refresh(server, last.refresh())).access())).startsWith("200 ");
    String working = Tokens.of(refresh(server, last.refresh())).access();

    try (AllLog log = new AllLog()) {
      assertThat(refresh(server, first.refresh(), ELSEWHERE).status()).isEqualTo(401);
      assertThat(log.alarms()).containsExactly("refresh_token_replayed");
    }

    isDead(whoami(working));
    assertThat(refresh(server, last.refresh()).status()).isEqualTo(401);
  }

  @Test
  void refresh_tokens_end_after_seven_idle_days_and_families_after_thirty() {
    Tokens tokens = open(server, key);
    wait(Duration.ofDays(7));
    assertThat(refresh(server, tokens.refresh()).status()).isEqualTo(401);

    tokens = open(server, key);
    for (int day = 6; day < 30; day += 6) {
      wait(Duration.ofDays(6));
      tokens = Tokens.of(refresh(server, tokens.refresh()));
    }
    wait(Duration.ofDays(6));
    assertThat(refresh(server, tokens.refresh()).status()).isEqualTo(401);
  }

  // 2.19
  @Test
  void no_kind_of_token_passes_for_another() {
    Tokens tokens = open(server, key);

    isDead(whoami(tokens.refresh()));
    assertThat(refresh(server, tokens.access()).status()).isEqualTo(401);
    assertThat(refresh(server, key).status()).isEqualTo(401);
    for (String other : new String[] {tokens.access(), tokens.refresh()}) {
      assertThat(server.answer("POST /auth/jwt-auth", "", "X-API-Key: " + other).status())
          .isEqualTo(401);
    }
  }

  @Test
  void tokens_never_allow_more_than_was_asked_for_or_than_the_key() {
    Tokens narrow =
        Tokens.of(
            server.answer(
                "POST /auth/jwt-auth", "{\"scope\": \"memory:read chat\"}", "X-API-Key: " + key));
    assertThat(
            server
                .answer("DELETE /memories/user/alice", "", "X-API-Key: " + narrow.access())
                .status())
        .isEqualTo(403);

    Reply wider =
        server.answer(
            "POST /auth/jwt-refresh",
            "{\"scope\": \"memory:read memory:delete\"}",
            "X-API-Key: " + narrow.refresh());
    assertThat(wider.status()).isEqualTo(403);
    Reply narrower =
        server.answer(
            "POST /auth/jwt-refresh", "{\"scope\": \"chat\"}", "X-API-Key: " + narrow.refresh());
    assertThat(json(narrower).path("scope").stringValue()).isEqualTo("chat");
    Reply beyond =
        server.answer("POST /auth/jwt-auth", "{\"scope\": \"users:manage\"}", "X-API-Key: " + key);
    assertThat(beyond.status()).isEqualTo(403);
  }

  @Test
  void places_networks_and_the_end_of_the_key_are_those_of_its_tokens() {
    ObjectNode wish = Json.object().put("expires_in", "2m");
    wish.putObject("box").put("agent", "planner");
    wish.putArray("networks").add("127.0.0.0/8");
    Tokens tokens = open(server, server.key("alice", wish));

    JsonNode who = json(server.answer("GET /auth/whoami", "", "X-API-Key: " + tokens.access()));
    assertThat(who.at("/box/agent").stringValue()).isEqualTo("planner");
    assertThat(who.at("/credential/expires_at").stringValue()).isEqualTo("2026-11-22T12:02:00Z");
    assertThat(
            server
                .answerTo(ELSEWHERE, "GET /auth/whoami", "", "X-API-Key: " + tokens.access())
                .status())
        .isEqualTo(401);
    assertThat(refresh(server, tokens.refresh(), ELSEWHERE).status()).isEqualTo(401);
    assertThat(refresh(server, tokens.refresh()).status()).isEqualTo(200);
  }

  @Test
  void a_rotated_key_takes_its_tokens_along_when_its_grace_ends() {
    String token = open(server, key).access();
    assertThat(whoami(token)).startsWith("200 ");

    server.administer(
        "/admin/v1/keys/" + key.substring(4, 20) + "/rotate",
        Json.object().put("grace_seconds", 60));

    assertThat(whoami(token)).startsWith("200 ");
    wait(Duration.ofSeconds(60));
    isDead(whoami(token));
  }

  // 3.13
  @ParameterizedTest
  @ValueSource(
      strings = {
        "logout by refresh token",
        "logout by working token",
        "key revoked",
        "user disabled",
        "user deleted",
        "login ended",
        "all of the user ended",
        "all of the tenant ended",
        "signing key replaced"
      })
  void whatever_ends_a_login_ends_its_tokens_at_once(String how) {
    Tokens tokens = open(server, key);
    assertThat(whoami(tokens.access())).startsWith("200 ");
    String bystander = open(server, server.key("bob", Json.object())).access();

    end(how, tokens);

    isDead(whoami(tokens.access()));
    boolean everybody = how.startsWith("all of the tenant") || how.startsWith("signing key");
    assertThat(whoami(bystander)).startsWith(everybody ? "401 " : "200 ");
    assertThat(refresh(server, tokens.refresh()).status())
        .isEqualTo(how.startsWith("signing key") ? 200 : 401);
  }

  private void end(String how, Tokens tokens) {
    switch (how) {
      case "logout by refresh token" ->
          assertThat(logOut(tokens.refresh()).status()).isEqualTo(200);
      case "logout by working token" -> assertThat(logOut(tokens.access()).status()).isEqualTo(200);
      case "key revoked" ->
          server.administer(Method.POST, "/admin/v1/keys/" + key.substring(4, 20) + "/revoke");
      case "user disabled" -> server.administer(Method.POST, "/admin/v1/users/alice/disable");
      case "user deleted" -> server.administer(Method.POST, "/admin/v1/users/alice/delete");
      case "login ended" -> {
        JsonNode logins = server.administer(Method.GET, "/admin/v1/logins").body().path("logins");
        String id = logins.get(0).path("id").stringValue();
        assertThat(logins.get(0).path("user").stringValue()).isEqualTo("alice");
        server.administer(Method.POST, "/admin/v1/logins/" + id + "/end");
      }
      case "all of the user ended" ->
          server.administer("/admin/v1/logins/end", Json.object().put("user", "alice"));
      case "all of the tenant ended" ->
          server.administer("/admin/v1/logins/end", Json.object().put("all", true));
      case "signing key replaced" ->
          server.administer("/admin/v1/signing-keys/rotate", Json.object().put("at_once", true));
      default -> throw new AssertionError(how);
    }
  }

  // 3.12: what a disabled user had does not come back with the user.
  @Test
  void tokens_from_before_stay_dead_when_the_user_is_enabled_again() {
    Tokens tokens = open(server, key);
    server.administer(Method.POST, "/admin/v1/users/alice/disable");
    server.administer(Method.POST, "/admin/v1/users/alice/enable");

    isDead(whoami(tokens.access()));
    assertThat(refresh(server, tokens.refresh()).status()).isEqualTo(401);
    assertThat(whoami(open(server, key).access())).startsWith("200 ");
  }

  @Test
  void one_working_token_is_ended_by_its_text() {
    Tokens tokens = open(server, key);
    String other = Tokens.of(refresh(server, tokens.refresh())).access();

    assertThat(server.revoke(tokens.access()).isSuccess()).isTrue();

    isDead(whoami(tokens.access()));
    assertThat(whoami(other)).startsWith("200 ");
  }

  @Test
  void logins_that_work_are_listed() {
    Tokens tokens = open(server, key);
    open(server, server.key("bob", Json.object()));
    assertThat(server.administer(Method.GET, "/admin/v1/logins").body().path("logins")).hasSize(2);

    logOut(tokens.refresh());
    assertThat(server.administer(Method.GET, "/admin/v1/logins").body().path("logins")).hasSize(1);
    server.administer(Method.POST, "/admin/v1/users/bob/disable");
    assertThat(server.administer(Method.GET, "/admin/v1/logins").body().path("logins")).isEmpty();
  }

  @Test
  void configured_keys_are_traded_like_any_other() {
    server.close();
    server = new TokenServer(folder, Map.of("API_KEYS", "{\"k-1\": \"carol\"}"), now::get);
    Tokens tokens = open(server, "k-1");
    assertThat(whoami(tokens.access())).startsWith("200 ").contains("carol");

    server.close();
    server = new TokenServer(folder, Map.of(), now::get);

    isDead(whoami(tokens.access()));
    assertThat(refresh(server, tokens.refresh()).status()).isEqualTo(401);
  }

  @Test
  void tokens_survive_a_restart() {
    Tokens tokens = open(server, key);
    server.close();
    server = new TokenServer(folder, Map.of(), now::get);

    assertThat(whoami(tokens.access())).startsWith("200 ");
    assertThat(refresh(server, tokens.refresh()).status()).isEqualTo(200);
  }

  // No failed request while keys that sign are rotated.
  @Test
  void signing_keys_rotate_with_overlap() {
    String before = open(server, key).access();
    server.administer(Method.POST, "/admin/v1/signing-keys/rotate");
    assertThat(keySet()).hasSize(2);

    wait(Duration.ofMinutes(4));
    String between = open(server, key).access();
    assertThat(whoami(before)).startsWith("200 ");
    assertThat(part(between, 0)).isEqualTo(part(before, 0));

    wait(Duration.ofMinutes(6).minusSeconds(1));
    String last = open(server, key).access();
    wait(Duration.ofSeconds(1));
    String after = open(server, key).access();
    assertThat(part(last, 0)).isEqualTo(part(before, 0));
    assertThat(part(after, 0)).isNotEqualTo(part(before, 0));
    wait(Duration.ofSeconds(298));
    assertThat(whoami(last)).startsWith("200 ");
    assertThat(whoami(after)).startsWith("200 ");

    wait(Duration.ofMinutes(6));
    server.tend(now.get());
    assertThat(keySet()).hasSize(1);
  }

  private JsonNode keySet() {
    Reply reply = server.answer("GET /.well-known/jwks.json", "");
    assertThat(reply.header("Cache-Control")).contains("public, max-age=300");
    return json(reply).path("keys");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /auth/jwt-auth    | {"scope": "everything"}   | 422
          /auth/jwt-auth    | {"scope": 1}              | 422
          /auth/jwt-auth    | {"scopes": "chat"}        | 422
          /auth/jwt-auth    | {"refresh_token": "x"}    | 422
          /auth/jwt-auth    | []                        | 422
          /auth/jwt-auth    | {                         | 422
          /auth/jwt-refresh | {"refresh_token": ""}     | 422
          /auth/jwt-refresh | {"refresh_token": "x"}    | 400
          /auth/logout      | {"scope": "chat"}         | 422
          /auth/logout      | {}                        | 401
          """)
  void what_makes_no_sense_is_refused(String path, String body, int status) {
    assertThat(server.answer("POST " + path, body, "X-API-Key: " + key).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/auth/jwt-auth", "/auth/jwt-refresh", "/auth/logout"})
  void whoever_shows_nothing_is_asked_for_a_credential(String path) {
    Reply reply = server.answer("POST " + path, "");

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.header("WWW-Authenticate"))
        .contains(
            "Bearer realm=\"memwarden\", resource_metadata="
                + "\"http://localhost:8000/.well-known/oauth-protected-resource\"");
    assertThat(server.answer("POST " + path, "", "Authorization: Basic YTpi").status())
        .isEqualTo(401);
    assertThat(
            server.answer("POST " + path, "", "X-API-Key: a", "Authorization: Bearer b").status())
        .isEqualTo(400);
  }
}

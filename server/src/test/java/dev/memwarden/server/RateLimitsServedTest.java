package dev.memwarden.server;

import static dev.memwarden.server.Handshakes.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.Handshakes.Tokens;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Rate limits as callers meet them, on every wire.
class RateLimitsServedTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir Path folder;

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private TokenServer server;

  private void open(Map<String, String> environment) {
    server = new TokenServer(folder, environment, now::get);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static ObjectNode limited(String rate) {
    return Json.object().put("rate_limit", rate);
  }

  private Reply get(String path, String key) {
    return server.answer("GET " + path, "", "X-API-Key: " + key);
  }

  private int status(String key) {
    return get("/auth/whoami", key).status();
  }

  private void wait(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET /auth/whoami          | application/problem+json  | {"type":"about:blank","status":429,"detail":"Too many requests; try again later"}
          GET /memories/alice       | application/json          | {"detail":"Too many requests; try again later"}
          GET /v1/working-memory/   | application/json          | {"detail":"Too many requests; try again later"}
          GET /api/v1/sessions      | text/plain; charset=utf-8 | Too many requests; try again later
          POST /oauth/introspect    | application/json          | {"error":"temporarily_unavailable","error_description":"Too many requests; try again later"}
          POST /auth/jwt-auth       | application/problem+json  | {"type":"about:blank","status":429,"detail":"Too many requests; try again later"}
          """)
  void every_wire_says_so_in_its_own_way(String request, String type, String body) {
    open(Map.of());
    String key = server.key("alice", limited("2/m"));
    assertThat(status(key)).isEqualTo(200);
    assertThat(status(key)).isEqualTo(200);

    String form = request.contains("/oauth/") ? "token=x" : "";
    Reply reply =
        server.answer(
            request, form, "X-API-Key: " + key, "Content-Type: application/x-www-form-urlencoded");

    assertThat(TokenServer.text(reply).strip()).isEqualTo("429 " + body);
    assertThat(reply.header("Content-Type")).contains(type);
    assertThat(reply.header("Retry-After")).contains("30");
    assertThat(reply.header("RateLimit")).contains("\"key-minute\";r=0;t=30");
    assertThat(reply.header("RateLimit-Policy")).contains("\"key-minute\";q=2;w=60");
    assertThat(reply.header("X-RateLimit-Limit")).contains("2");
    assertThat(reply.header("X-RateLimit-Remaining")).contains("0");
    assertThat(reply.header("X-RateLimit-Reset")).contains("30");
    assertThat(reply.header("WWW-Authenticate")).isEmpty();
    wait(Duration.ofMillis(29_999));
    assertThat(status(key)).isEqualTo(429);
    wait(Duration.ofMillis(1));
    assertThat(status(key)).isEqualTo(200);
  }

  @Test
  void replies_say_what_is_left() {
    open(Map.of("MEMWARDEN_LIMIT_TENANT", "1000/h"));
    String key = server.key("alice", limited("10/m:5"));

    for (String path : new String[] {"/auth/whoami", "/memories/bob", "/memories/alice"}) {
      assertThat(get(path, key).header("RateLimit-Policy"))
          .contains("\"key-minute\";q=10;w=60, \"tenant-hour\";q=1000;w=3600");
    }
    Reply reply = get("/memories/alice", key);
    assertThat(reply.header("RateLimit"))
        .contains("\"key-minute\";r=1;t=6, \"tenant-hour\";r=996;t=4");
    assertThat(reply.header("X-RateLimit-Remaining")).contains("1");
    assertThat(reply.header("Retry-After")).isEmpty();
    assertThat(get("/health", key).header("RateLimit")).isEmpty();
    assertThat(get("/memories/alice", "wrong").header("RateLimit")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"all, true, true", "draft, true, false", "legacy, false, true", "none, false, false"})
  void replies_say_as_much_as_is_configured(String fields, boolean draft, boolean legacy) {
    open(Map.of("MEMWARDEN_LIMIT_FIELDS", fields));
    String key = server.key("alice", limited("1/m"));

    for (int status : new int[] {200, 429}) {
      Reply reply = get("/auth/whoami", key);
      assertThat(reply.status()).isEqualTo(status);
      assertThat(reply.header("RateLimit").isPresent()).isEqualTo(draft);
      assertThat(reply.header("RateLimit-Policy").isPresent()).isEqualTo(draft);
      assertThat(reply.header("X-RateLimit-Reset").isPresent()).isEqualTo(legacy);
      assertThat(reply.header("Retry-After").isPresent()).isEqualTo(status == 429);
    }
  }

  @Test
  void nobody_is_limited_who_was_not_said_to_be() {
    open(Map.of());
    String key = server.key("alice", Json.object());

    for (int i = 0; i < 1_000; i++) {
      assertThat(status(key)).isEqualTo(200);
    }
    assertThat(get("/auth/whoami", key).header("RateLimit")).isEmpty();
  }

  // The key's rate binds whatever it was traded for, and trading is a request too.
  @Test
  void trading_a_key_buys_no_requests() {
    open(Map.of());
    String key = server.key("alice", limited("6/m"));
    Tokens first = Handshakes.open(server, key);
    Tokens second = Tokens.of(Handshakes.refresh(server, first.refresh()));

    assertThat(status(first.access())).isEqualTo(200);
    assertThat(status(second.access())).isEqualTo(200);
    assertThat(status(Handshakes.open(server, key).access())).isEqualTo(200);
    for (String token : new String[] {first.access(), second.access(), key}) {
      assertThat(status(token)).isEqualTo(429);
    }
    assertThat(Handshakes.refresh(server, second.refresh()).status()).isEqualTo(429);
    assertThat(
            server
                .answer(
                    "POST /oauth/token",
                    "grant_type=client_credentials&client_id="
                        + key.substring(4, 20)
                        + "&client_secret="
                        + key,
                    "Content-Type: application/x-www-form-urlencoded")
                .status())
        .isEqualTo(429);
    wait(Duration.ofSeconds(10));
    assertThat(Handshakes.refresh(server, second.refresh()).status())
        .as("a refresh token that was refused for now was not used")
        .isEqualTo(200);
  }

  @Test
  void a_child_key_has_at_most_the_rate_of_its_maker() {
    open(Map.of());
    ObjectNode wish = limited("10/m");
    wish.putArray("actions").add("*");
    String key = server.key("alice", wish);

    assertThat(mint(key, "{\"rate_limit\":\"11/m\"}").status()).isEqualTo(403);
    assertThat(mint(key, "{\"rate_limit\":\"5/s\"}").status()).isEqualTo(403);
    assertThat(mint(key, "{\"rate_limit\":\"10/w\"}").status()).isEqualTo(422);
    assertThat(mint(key, "{\"max_memories\":0}").status()).isEqualTo(422);
    Reply child = mint(key, "{\"rate_limit\":\"3/m\"}");
    assertThat(json(child).path("rate_limit").stringValue()).isEqualTo("3/m");
    JsonNode heir = json(mint(key, "{}"));
    assertThat(heir.path("rate_limit").stringValue()).isEqualTo("10/m");
    assertThat(heir.path("max_memories").isNull()).isTrue();
  }

  private Reply mint(String key, String wish) {
    return server.answer("POST /auth/keys", wish, "X-API-Key: " + key);
  }

  @Test
  void a_successor_has_the_rate_of_the_key_before_it() {
    open(Map.of());
    String key = server.key("alice", limited("2/m,9/d").put("max_memories", 7));
    String id = key.substring(4, 20);

    ObjectNode successor =
        (ObjectNode)
            server
                .administer(Method.POST, "/admin/v1/keys/" + id + "/rotate", Json.object())
                .body();
    assertThat(successor.path("rate_limit").stringValue()).isEqualTo("2/m,9/d");
    assertThat(successor.path("max_memories").intValue()).isEqualTo(7);
  }

  // Before the body is read, and before anything of it is judged.
  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "{\"messages\":[],\"user_id\":\"bob\"}"})
  void what_is_wrong_with_a_request_does_not_matter_once_there_are_too_many(String body) {
    open(Map.of());
    String key = server.key("alice", limited("1/m"));

    int first = server.answer("POST /memories", body, "X-API-Key: " + key).status();
    assertThat(first).as("counted all the same").isBetween(403, 422);
    assertThat(server.answer("POST /memories", body, "X-API-Key: " + key).status()).isEqualTo(429);
  }

  // Attack 7.8: nobody without a credential uses anything up.
  @Test
  void bad_credentials_use_up_no_limit() {
    open(Map.of("MEMWARDEN_LIMIT_ADDRESS", "2/m", "MEMWARDEN_LIMIT_TENANT", "2/m"));
    String key = server.key("alice", limited("2/m"));
    String id = key.substring(4, 20);
    String wrong = "sks-" + id + key.substring(20, 62).replace('a', 'b') + "x";

    for (int i = 0; i < 50; i++) {
      assertThat(status(wrong)).isEqualTo(401);
      assertThat(status("")).isEqualTo(401);
    }
    assertThat(status(key)).isEqualTo(200);
    assertThat(status(key)).isEqualTo(200);
    assertThat(status(key)).isEqualTo(429);
    assertThat(status(wrong)).as("the door does not tell whose key it is").isEqualTo(401);
  }

  @Test
  void addresses_and_users_are_told_apart() {
    open(Map.of("MEMWARDEN_LIMIT_ADDRESS", "3/m", "MEMWARDEN_LIMIT_USER", "4/m"));
    String alice = server.key("alice", Json.object());
    String alices = server.key("alice", Json.object());
    String bob = server.key("bob", Json.object());
    InetAddress elsewhere = Handshakes.ELSEWHERE;

    assertThat(status(alice)).isEqualTo(200);
    assertThat(status(bob)).isEqualTo(200);
    assertThat(status(alices)).isEqualTo(200);
    assertThat(status(bob)).isEqualTo(429);
    for (int status : new int[] {200, 200, 429}) {
      Reply reply = server.answerTo(elsewhere, "GET /auth/whoami", "", "X-API-Key: " + alices);
      assertThat(reply.status()).isEqualTo(status);
    }
    Reply bobs = server.answerTo(elsewhere, "GET /auth/whoami", "", "X-API-Key: " + bob);
    assertThat(bobs.status()).isEqualTo(200);
  }

  @Test
  void a_key_fills_no_more_than_it_may_whatever_it_is_traded_for() {
    open(Map.of());
    String key = server.key("alice", Json.object().put("max_memories", 2));
    server.remember("X-API-Key: " + key, "s1");
    server.remember("Authorization: Bearer " + Handshakes.open(server, key).access(), "s2");

    String said = "{\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}";
    for (String credential : new String[] {key, Handshakes.open(server, key).access()}) {
      Reply reply =
          server.answer(
              "POST /memories", said.formatted("more"), "Authorization: Bearer " + credential);
      assertThat(TokenServer.text(reply))
          .isEqualTo(
              "409 {\"detail\":\"This credential adds nothing for an owner who has 2 memories:"
                  + " delete some\"}");
    }
  }
}

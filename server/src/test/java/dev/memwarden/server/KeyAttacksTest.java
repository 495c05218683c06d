package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ArrayNode;

/// Attacks 3.1, 3.2, 3.3, 3.6, 3.10 and 3.17 on the route of each wire: keys where none belongs,
/// two at once, keys that are no keys but commands or nearly keys, ids that are tried one after the
/// other, and keys that would turn up again in a log.
class KeyAttacksTest {
  private static final String KEY = "canary-of-alice-4711";
  private static final String OTHER = "canary-of-bob-4711";
  private static final List<String> ROUTES =
      List.of(
          "GET /memories/alice",
          "GET /v1/working-memory/",
          "GET /api/v1/sessions",
          "GET /auth/whoami",
          "GET /admin/v1/keys");

  @TempDir Path folder;

  private AllLog log;
  private TokenServer server;

  @BeforeEach
  void open() {
    log = new AllLog();
    server =
        new TokenServer(
            folder,
            Map.of("API_KEYS", "{\"" + KEY + "\": \"alice\", \"" + OTHER + "\": \"bob\"}"),
            InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z")));
  }

  // 3.17: whatever a test presented, no line has it.
  @AfterEach
  void close() {
    log.close();
    server.close();
    assertThat(log.texts()).noneMatch(text -> text.contains("canary"));
  }

  // 3.1
  @ParameterizedTest
  @ValueSource(
      strings = {
        "?api_key=%s",
        "?access_token=%s",
        "?token=%s",
        "?jwt=%s",
        "Cookie: jwt=%s",
        "Cookie: session=%s",
        "Referer: http://localhost/?key=%s",
        "X-Auth-Token: %s",
        "X_API_KEY: %s",
        "Proxy-Authorization: Bearer %s",
        "X-Bare-Password: password %s",
      })
  void a_key_anywhere_else_is_none(String where) {
    String placed = where.formatted(KEY);
    for (String route : ROUTES) {
      Reply reply =
          placed.startsWith("?")
              ? server.answer(route + placed, "")
              : server.answer(route, "", placed);

      assertThat(text(reply)).as(route).isEqualTo(text(server.answer(route, "")));
      assertThat(reply.status()).isIn(401, 403);
    }
  }

  // mem0 says 403 to whoever shows nothing.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          POST /chat                       | {"message": "hello"}                                 | 403
          POST /memories                   | {"messages": [{"role": "user", "content": "tea"}]}   | 403
          POST /v1/long-term-memory/       | {"memories": [{"id": "m1", "text": "tea"}]}          | 401
          POST /v1/long-term-memory/search | {"text": "tea"}                                      | 401
          POST /api/v1/sessions            | {"session_id": "s1"}                                 | 401
          POST /api/v1/user                | {"user_id": "alice"}                                 | 401
          POST /auth/keys                  | {"name": "mine"}                                     | 401
          POST /admin/v1/keys              | {"user": "alice"}                                    | 401
          """)
  void a_key_in_a_body_is_none(String route, String body, int status) {
    String fields =
        Stream.of("api_key", "access_token", "token", "key", "password", "authorization", "jwt")
            .map(name -> "\"%s\": \"%s\", ".formatted(name, KEY))
            .collect(Collectors.joining("", "{", ""));
    String none = text(server.answer(route, body));
    assertThat(none).startsWith(status + " ");

    assertThat(text(server.answer(route, body.replaceFirst("\\{", fields)))).isEqualTo(none);
    for (String name : List.of("access_token", "api_key", "client_secret")) {
      assertThat(text(server.answer(route, name + "=" + KEY))).isEqualTo(none);
    }
  }

  // 3.2
  @Test
  void two_keys_are_none_whichever_comes_first() {
    String[][] pairs = {
      {"X-API-Key: " + KEY, "X-API-Key: " + OTHER},
      {"X-API-Key: " + OTHER, "Authorization: Bearer " + KEY},
      {"Authorization: Bearer " + KEY, "Authorization: Bearer " + OTHER},
      {"Authorization: Token " + KEY, "Authorization: Api-Key " + KEY + "x"},
    };
    for (String route : ROUTES) {
      for (String[] pair : pairs) {
        assertThat(server.answer(route, "", pair).status()).as(route).isEqualTo(400);
      }
    }
  }

  static final List<String> COMMANDS =
      List.of(
          "canary' OR '1'='1",
          "canary\" OR \"\"=\"",
          "canary'; DROP TABLE api_key; --",
          "canary') UNION SELECT id FROM api_key--",
          "{\"$gt\":\"canary\"}",
          "canary.*",
          "(canary+)+$",
          "return redis.call('keys','canary*')",
          "${jndi:ldap://canary}",
          "%s%n%x canary",
          "../../canary",
          "sks-canary' OR 1=1_");

  // 3.3
  @ParameterizedTest
  @FieldSource("COMMANDS")
  void a_key_that_is_a_command_is_an_unknown_key(String key) {
    for (String route : ROUTES) {
      Reply reply = server.answer(route, "", "X-API-Key: " + key);

      assertThat(text(reply)).isEqualTo(text(server.answer(route, "", "X-API-Key: nobodys")));
      assertThat(reply.status()).isEqualTo(401);
    }
    assertThat(server.answer("GET /auth/whoami", "", "X-API-Key: " + KEY).status()).isEqualTo(200);
  }

  static List<String> nearly(String key) {
    int last = key.length() - 1;
    return List.of(
        key.substring(0, last),
        key + "0",
        key.substring(0, last) + (key.charAt(last) == '0' ? '1' : '0'),
        key.substring(0, 30) + swapCase(key.substring(30, 50)) + key.substring(50),
        "SKS" + key.substring(3),
        key.replaceFirst("_", "-"),
        key + " ",
        // As bytes of the wire: a Cyrillic letter, a digit of another script, and what nobody sees.
        latin1(key.substring(0, last) + "\u0430"),
        latin1(key.substring(0, last) + "\u0661"),
        latin1(key + "\u00ad"),
        latin1(key + "\u00a0"),
        key + "%00",
        key.substring(0, 21) + "0".repeat(43) + key.substring(64),
        key.substring(0, 20));
  }

  private static String swapCase(String text) {
    StringBuilder swapped = new StringBuilder();
    text.chars()
        .forEach(c ->
            swapped.appendCodePoint(
                Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c)));
    return swapped.toString();
  }

  private static String latin1(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  // 3.6
  @Test
  void a_key_with_anything_about_it_changed_is_an_unknown_key() {
    String key = server.key("alice", Json.object());
    for (String route : ROUTES) {
      for (String near : nearly(key)) {
        assertThat(text(server.answer(route, "", "X-API-Key: " + near)))
            .as(near)
            .isEqualTo(text(server.answer(route, "", "X-API-Key: nobodys")))
            .startsWith("401 ");
      }
    }
    for (String control : List.of("\n", "\r\n", "\u0000", "\t", "\u007f")) {
      assertThat(server.answer("GET /auth/whoami", "", "X-API-Key: " + key + control).status())
          .isEqualTo(401);
    }
    assertThat(server.answer("GET /auth/whoami", "", "X-API-Key: " + key).status()).isEqualTo(200);
  }

  // 3.1 and 3.17 where keys are traded: in a form they belong, in a log and in a reply they do not.
  @Test
  void a_key_that_is_traded_is_not_repeated() {
    String form = "grant_type=client_credentials&client_id=canary-id&client_secret=canary-secret";
    String grant = "grant_type=refresh_token&refresh_token=canary.canary.canary";
    for (String body :
        List.of(form, form + "&scope=canary", grant, "token=canary&client_secret=canary")) {
      for (String route : List.of("token", "revoke", "introspect")) {
        Reply reply = server.answer("POST /oauth/" + route, body);

        assertThat(reply.status()).as(body).isIn(400, 401);
        assertThat(text(reply)).doesNotContain("canary");
      }
    }
    for (String route : List.of("jwt-auth", "jwt-refresh", "logout")) {
      Reply reply = server.answer("POST /auth/" + route, "", "Authorization: Bearer canary-x");

      assertThat(text(reply)).startsWith("401 ").doesNotContain("canary");
      assertThat(server.answer("POST /auth/" + route + "?token=" + KEY, "").status())
          .isEqualTo(401);
    }
  }

  // 3.10
  @Test
  void ids_of_keys_that_exist_answer_like_ids_of_keys_that_do_not() {
    Set<String> replies = new HashSet<>();
    String bobs =
        server.administer(Method.GET, "/admin/v1/keys").body().path("keys").values().stream()
            .filter(key -> key.path("user").asString().equals("bob"))
            .map(key -> key.path("id").stringValue())
            .findFirst()
            .orElseThrow();
    String manager = server.key("alice", Json.object().set("actions", all()));
    for (String id : List.of(bobs, "0123456789abcdef", "x", "*", "' OR '1'='1")) {
      String path = "DELETE /auth/keys/" + id.replace(" ", "%20").replace("'", "%27");
      replies.add(text(server.answer(path, "", "X-API-Key: " + manager)));
    }

    assertThat(replies).hasSize(1);
    assertThat(replies.iterator().next()).startsWith("404 ");
  }

  private static ArrayNode all() {
    return Json.array().add("memory:read").add("keys:manage");
  }

  private static String text(Reply reply) {
    return reply.status() + " " + new String(reply.bytes(), StandardCharsets.UTF_8);
  }
}

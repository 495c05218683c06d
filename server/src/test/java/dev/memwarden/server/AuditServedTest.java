package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Principal;
import dev.memwarden.server.Handshakes.Tokens;
import dev.memwarden.server.admin.AdminReply;
import dev.memwarden.server.admin.AdminRequest;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What is in the audit log after things were done, as an administrator reads it.
class AuditServedTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final String PATH = "/admin/v1/audit";

  @TempDir Path folder;

  private TokenServer server;
  private String alice;

  @BeforeEach
  void open() {
    server = new TokenServer(folder, Map.of(), () -> NOON);
    ObjectNode wish = Json.object();
    ArrayNode actions = wish.putArray("actions");
    Action.MEMORY_AND_CHAT.forEach(action -> actions.add(action.word()));
    actions.add(Action.KEYS_MANAGE.word());
    alice = server.key("alice", wish);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static String id(String key) {
    return key.substring(4, 20);
  }

  private JsonNode entries(Map<String, String> query) {
    server.endAudit();
    return list(query).body().path("entries");
  }

  private AdminReply list(Map<String, String> query) {
    AdminRequest request = AdminRequest.of(Principal.DEFAULT_TENANT, Method.GET, PATH);
    for (Map.Entry<String, String> parameter : query.entrySet()) {
      request = request.with(parameter.getKey(), parameter.getValue());
    }
    return server.administer(request);
  }

  /// What one entry says, apart from where it is in the log.
  private static String line(JsonNode entry) {
    return List.of(
            "kind", "principal", "action", "on", "shown", "outcome", "reason", "via", "times")
        .stream()
        .map(field -> {
          JsonNode value = entry.path(field);
          return value.isArray()
              ? value.valueStream().map(JsonNode::asString).toList().toString()
              : value.isNull() ? "-" : value.asString();
        })
        .collect(Collectors.joining(" "));
  }

  @Test
  void who_did_what_through_which_key_to_whose_memory_from_where() {
    server.remember("X-API-Key: " + alice, "s1");
    assertThat(
            server
                .answerTo(
                    Handshakes.ELSEWHERE,
                    "GET /memories/alice",
                    "",
                    "X-API-Key: " + alice,
                    "X-Request-ID: my-request")
                .status())
        .isEqualTo(200);

    JsonNode read = entries(Map.of("request", "my-request")).get(0);

    assertThat(line(read))
        .isEqualTo(
            "access user:alice memory:read [default/alice] [default/alice] allowed 200"
                + " GET /memories/{user_id} 1");
    assertThat(read.path("credential").path("kind").asString()).isEqualTo("api_key");
    assertThat(read.path("credential").path("id").asString()).isEqualTo(id(alice));
    assertThat(read.path("address").asString()).isEqualTo("192.0.2.9");
    assertThat(read.path("at").asString()).isEqualTo("2026-11-22T12:00:00Z");
    assertThat(entries(Map.of("action", "memory:write", "kind", "access")))
        .extracting(AuditServedTest::line)
        .containsExactly(
            "access user:alice memory:write,memory:read,memory:delete [default/alice/-/s1/-] []"
                + " allowed 200 POST /memories 1");
  }

  @Test
  void a_refusal_is_there_with_its_real_reason_and_then_with_its_number() {
    String bob = server.key("bob", Json.object());
    String wrong = alice.substring(0, 21) + bob.substring(21);
    for (int i = 0; i < 5; i++) {
      assertThat(server.answer("GET /memories/alice", "", "X-API-Key: " + bob).status())
          .isEqualTo(403);
      assertThat(server.answer("GET /memories/alice", "", "X-API-Key: " + wrong).status())
          .isEqualTo(401);
    }

    assertThat(entries(Map.of("outcome", "denied", "order", "oldest")))
        .extracting(AuditServedTest::line)
        .containsExactlyInAnyOrder(
            "refusal user:bob memory:read [default/alice] [] denied OUT_OF_REACH"
                + " GET /memories/{user_id} 1",
            "refusal user:bob - [] [] denied OUT_OF_REACH - 4",
            "refusal - - [] [] denied MALFORMED_KEY GET /memories/{user_id} 1",
            "refusal - - [] [] denied MALFORMED_KEY - 4");
  }

  @Test
  void what_touches_no_memory_is_counted() {
    for (int i = 0; i < 7; i++) {
      assertThat(server.answer("GET /auth/whoami", "", "X-API-Key: " + alice).status())
          .isEqualTo(200);
    }
    assertThat(server.answer("GET /auth/keys", "", "X-API-Key: " + alice).status()).isEqualTo(200);

    assertThat(entries(Map.of("kind", "check")))
        .extracting(AuditServedTest::line)
        .containsExactlyInAnyOrder(
            "check user:alice - [] [] allowed - GET /auth/whoami 7",
            "check user:alice - [] [] allowed - GET /auth/keys 1");
  }

  @Test
  void a_change_of_authority_is_there_with_its_request() {
    assertThat(
            server
                .answer("POST /auth/keys", "{}", "X-API-Key: " + alice, "X-Request-ID: minting")
                .status())
        .isEqualTo(201);
    assertThat(server.administer("/admin/v1/users/alice/disable", Json.object()).isSuccess())
        .isTrue();

    JsonNode minted = entries(Map.of("request", "minting")).get(0);
    assertThat(line(minted))
        .matches(
            "change user:alice key_added \\[default/key:\\w{16}] \\[] allowed - POST /auth/keys 1");
    assertThat(minted.path("address").asString()).isEqualTo("127.0.0.1");
    JsonNode disabled = entries(Map.of("action", "principal_disabled")).get(0);
    assertThat(line(disabled))
        .isEqualTo(
            "change admin:local principal_disabled [default/user:alice] [] allowed -"
                + " POST /admin/v1/users/{id}/disable 1");
    assertThat(disabled.path("credential").path("kind").asString()).isEqualTo("control_socket");
    assertThat(entries(Map.of("user", "alice")))
        .as("what happened to alice")
        .extracting(entry -> entry.path("action").asString())
        .contains("principal_added", "principal_disabled");
  }

  @Test
  void tokens_are_given_out_and_refreshed_in_the_name_of_their_key() {
    Tokens tokens = Handshakes.open(server, alice);
    Tokens _ = Tokens.of(Handshakes.refresh(server, tokens.refresh()));

    assertThat(entries(Map.of("credential", id(alice), "kind", "change", "order", "oldest")))
        .extracting(entry -> entry.path("action").asString() + " " + entry.path("via").asString())
        .containsExactly(
            "family_opened POST /auth/jwt-auth", "tokens_refreshed POST /auth/jwt-refresh");
  }

  @Test
  void the_log_comes_in_pages() {
    for (int i = 0; i < 5; i++) {
      server.remember("X-API-Key: " + alice, "s" + i);
    }
    server.endAudit();
    int all = list(Map.of("limit", "1000")).body().path("entries").size();

    int seen = 0;
    JsonNode next = Json.object();
    while (!next.isNull()) {
      Map<String, String> query =
          next.isNumber()
              ? Map.of("order", "oldest", "limit", "2", "beyond", next.asString())
              : Map.of("order", "oldest", "limit", "2");
      JsonNode page = list(query).body();
      seen += page.path("entries").size();
      next = page.path("next");
    }
    assertThat(seen).isEqualTo(all).isGreaterThan(5);
  }

  @ParameterizedTest
  @CsvSource({
    "since, yesterday",
    "until, ''",
    "order, best",
    "limit, 0",
    "limit, 10001",
    "limit, many",
    "beyond, -1",
    "user, ''",
    "kind, ''",
    "color, blue"
  })
  void a_question_that_makes_no_sense_is_told_so(String name, String value) {
    AdminReply reply = list(Map.of(name, value));

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.detail()).startsWith(name + " ");
  }

  @Test
  void another_tenant_sees_nothing_of_it() {
    server.remember("X-API-Key: " + alice, "s1");
    server.endAudit();

    AdminReply theirs = server.administer(AdminRequest.of("acme", Method.GET, PATH));

    assertThat(theirs.body().path("entries")).isEmpty();
  }

  @Test
  void the_log_is_intact_also_against_what_it_was_before() {
    server.remember("X-API-Key: " + alice, "s1");
    JsonNode checkpoint = server.administer(Method.GET, PATH + "/checkpoint", Json.object()).body();
    server.remember("X-API-Key: " + alice, "s2");
    server.endAudit();

    AdminReply plain = server.administer(PATH + "/verify", Json.object());
    AdminReply against =
        server.administer(PATH + "/verify", Json.object().set("checkpoint", checkpoint));

    assertThat(plain.body().path("intact").asBoolean()).isTrue();
    assertThat(plain.body().path("entries").asLong()).isPositive();
    assertThat(against.body().path("intact").asBoolean()).isTrue();
    assertThat(
            server
                .administer(
                    PATH + "/verify",
                    Json.object().set("checkpoint", Json.object().put("at", "never")))
                .status())
        .isEqualTo(422);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+300000-01-01T00:00:00Z",
        "-300000-01-01T00:00:00Z",
        "+1000000000-12-31T23:59:59Z",
        "+10000-01-01T00:00:00Z",
        "1969-12-31T23:59:59Z",
      })
  void a_time_with_which_nothing_can_be_computed_is_none(String time) {
    ObjectNode checkpoint =
        (ObjectNode) server.administer(Method.GET, PATH + "/checkpoint", Json.object()).body();

    assertThat(list(Map.of("since", time)).status()).isEqualTo(422);
    assertThat(list(Map.of("until", time)).status()).isEqualTo(422);
    assertThat(
            server
                .administer(
                    PATH + "/verify", Json.object().set("checkpoint", checkpoint.put("at", time)))
                .status())
        .isEqualTo(422);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z"})
  void the_first_and_the_last_time_can_be_asked_for(String time) {
    assertThat(list(Map.of("since", time)).status()).isEqualTo(200);
    assertThat(list(Map.of("until", time)).status()).isEqualTo(200);
  }
}

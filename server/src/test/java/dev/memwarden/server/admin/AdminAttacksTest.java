package dev.memwarden.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Whoever may administer something tries to get at more.
class AdminAttacksTest {
  @TempDir Path folder;

  private AdminStand stand;

  @BeforeEach
  void open() {
    stand = new AdminStand(folder);
  }

  @AfterEach
  void close() {
    stand.close();
  }

  /// Attack 3.11: a child is within its parent, whomever it is for.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"actions": ["keys:manage", "memory:read"]} | {"user": "a", "actions": ["memory:write"]}    | more actions
          {"actions": ["keys:manage", "memory:read"]} | {"service": "a", "actions": ["users:manage"]} | more actions
          {"actions": ["keys:manage"]}                | {"admin": "root"}                             | more actions
          {"networks": ["127.0.0.0/8"]}               | {"user": "a", "networks": ["0.0.0.0/0"]}      | more networks
          {"expires_at": "2026-11-23T12:00:00Z"}      | {"user": "a", "expires_in": "2d"}             | outlive
          {"box": {"user": "a"}}                      | {"user": "b"}                                 | not yours
          {"box": {"user": "a"}}                      | {"service": "a"}                              | not yours
          {"box": {"user": "a"}}                      | {"user": "a", "box": {"user": "b"}}           | would reach places
          """)
  void no_admin_makes_a_key_that_is_wider_than_its_own(String own, String wish, String reason) {
    String minter = stand.key(AdminStand.object(own).put("admin", "root").toString());
    Reply reply = stand.answer(minter, "POST /admin/v1/keys", wish);

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.json().orElseThrow().path("detail").stringValue()).contains(reason);
  }

  @Test
  void what_is_left_out_is_the_minters() {
    String minter =
        stand.key(
            "{\"admin\": \"root\", \"networks\": [\"127.0.0.0/8\"],"
                + " \"expires_at\": \"2026-11-23T12:00:00Z\"}");
    JsonNode made = stand.ask(minter, "POST /admin/v1/keys", "{\"user\": \"alice\"}");

    assertThat(made.path("networks").toString()).isEqualTo("[\"127.0.0.0/8\"]");
    assertThat(made.path("expires_at").stringValue()).isEqualTo("2026-11-23T12:00:00Z");
  }

  @Test
  void a_service_that_manages_keys_makes_no_admin() {
    String service =
        stand.key("{\"service\": \"ingest\", \"actions\": [\"keys:manage\", \"users:manage\"]}");
    String admins = stand.made(AdminStand.TENANT, "{\"admin\": \"root\"}").path("id").stringValue();

    assertThat(
            stand.status(
                service,
                "POST /admin/v1/keys",
                "{\"admin\": \"x\", \"actions\": [\"keys:manage\"]}"))
        .isEqualTo(403);
    assertThat(stand.status(service, "POST /admin/v1/keys/" + admins + "/rotate", "{}"))
        .isEqualTo(404);
    assertThat(stand.status(service, "GET /admin/v1/keys/" + admins, "")).isEqualTo(404);
  }

  /// Attack 3.10: what another tenant has looks like what nobody has.
  @Test
  void ids_of_another_tenant_look_unknown() {
    String root = stand.key("{\"admin\": \"root\"}");
    String theirs = stand.made("acme", "{\"user\": \"alice\"}").path("id").stringValue();

    for (String request : List.of("GET /admin/v1/keys/%s", "POST /admin/v1/keys/%s/revoke")) {
      assertThat(text(stand.answer(root, request.formatted(theirs), "")))
          .isEqualTo(text(stand.answer(root, request.formatted("AAAAAAAAAAAAAAAA"), "")));
    }
    assertThat(
            stand
                .locally("acme", Method.GET, "/admin/v1/keys/" + theirs)
                .body()
                .path("revoked_at")
                .isNull())
        .isTrue();
    assertThat(stand.status(root, "POST /admin/v1/users/alice/disable", "")).isEqualTo(404);
    assertThat(stand.ask(root, "GET /admin/v1/users", "").toString()).doesNotContain("alice");
  }

  @Test
  void rules_of_another_tenant_are_not_told() {
    stand.locally(
        AdminStand.TENANT,
        Method.PUT,
        "/admin/v1/policy",
        "{\"text\": \"permit user:alice memory:read acme/secret-project\"}");
    String root = stand.key("{\"admin\": \"root\"}");
    String question = "{\"principal\": \"user:alice\", \"action\": \"memory:read\"%s}";

    assertThat(
            stand.status(
                root,
                "POST /admin/v1/policy/test",
                question.formatted(", \"place\": \"acme/secret-project\"")))
        .isEqualTo(422);
    for (String place : List.of("", ", \"place\": \"*\"", ", \"place\": \"default/bob\"")) {
      Reply reply = stand.answer(root, "POST /admin/v1/policy/test", question.formatted(place));
      assertThat(reply.status()).isEqualTo(200);
      assertThat(text(reply)).doesNotContain("secret-project");
    }
  }

  @Test
  void a_text_of_ones_own_is_not_taken_over_the_network() {
    String root = stand.key("{\"admin\": \"root\"}");
    String wish = "{\"user\": \"alice\", \"token\": \"a text of somebody else\"}";

    assertThat(stand.status(root, "POST /admin/v1/auth-tokens", wish)).isEqualTo(403);
    assertThat(
            stand.locally(AdminStand.TENANT, Method.POST, "/admin/v1/auth-tokens", wish).status())
        .isEqualTo(201);
  }

  @Test
  void a_new_key_is_shown_once_and_kept_by_no_cache() {
    String root = stand.key("{\"admin\": \"root\"}");
    Reply reply = stand.answer(root, "POST /admin/v1/keys", "{\"user\": \"alice\"}");
    JsonNode made = reply.json().orElseThrow();

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.header("Cache-Control")).contains("no-store");
    String text = made.path("key").stringValue();
    assertThat(stand.status(text, "GET /auth/whoami", "")).isEqualTo(200);
    for (String path : List.of("", "/" + made.path("id").stringValue())) {
      assertThat(text(stand.answer(root, "GET /admin/v1/keys" + path, ""))).doesNotContain(text);
    }
  }

  @ParameterizedTest
  @CsvSource({"disable", "delete"})
  void nobody_locks_themselves_out_by_accident(String verb) {
    String root = stand.key("{\"admin\": \"root\"}");
    stand.key("{\"admin\": \"second\"}");
    String path = "POST /admin/v1/users/%s/" + verb + "?kind=admin";

    assertThat(stand.status(root, path.formatted("root"), "")).isEqualTo(409);
    assertThat(stand.status(root, path.formatted("second"), "")).isEqualTo(200);
    assertThat(stand.status(root, "GET /admin/v1/users", "")).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "forbid * users:manage */*",
    "forbid * users:manage default/alice",
    "forbid * users:manage */-/-/-/-"
  })
  void no_policy_takes_the_policy_from_whoever_applies_it(String text) {
    String root = stand.key("{\"admin\": \"root\"}");
    String body = "{\"text\": \"" + text + "\"}";

    assertThat(stand.status(root, "PUT /admin/v1/policy", body)).isEqualTo(409);
    assertThat(stand.ask(root, "GET /admin/v1/policy", "").path("version").intValue()).isZero();
    // Whoever owns the folder can, and can take it back.
    assertThat(stand.locally(AdminStand.TENANT, Method.PUT, "/admin/v1/policy", body).isSuccess())
        .isTrue();
    assertThat(stand.status(root, "GET /admin/v1/policy", "")).isEqualTo(403);
    assertThat(
            stand
                .locally(AdminStand.TENANT, Method.PUT, "/admin/v1/policy", "{\"text\": \"\"}")
                .isSuccess())
        .isTrue();
    assertThat(stand.status(root, "GET /admin/v1/policy", "")).isEqualTo(200);
  }

  @Test
  void the_key_of_a_first_start_does_not_make_itself_last() {
    JsonNode first =
        stand.made(
            AdminStand.TENANT,
            "{\"admin\": \"admin\", \"name\": \"first start\","
                + " \"expires_at\": \"2026-11-23T12:00:00Z\"}");
    String rotate = "POST /admin/v1/keys/" + first.path("id").stringValue() + "/rotate";
    String key = first.path("key").stringValue();

    assertThat(stand.status(key, rotate, "{\"expires_at\": null}")).isEqualTo(403);
    assertThat(stand.ask(key, rotate, "{}").path("expires_at").stringValue())
        .isEqualTo("2026-11-23T12:00:00Z");
  }

  /// Attacks 3.7 and 3.13: a disabled tenant, and how soon.
  @Test
  void a_disabled_tenant_ends_every_credential_in_it_at_once() {
    String root = stand.key("{\"admin\": \"root\"}");
    String theirs = stand.key("acme", "{\"admin\": \"root\"}");
    String user = stand.key("acme", "{\"user\": \"alice\"}");
    var tokens = stand.logIn(user);
    String working = tokens.grant().access().revealText();
    List<String> all = List.of(theirs, user, working);
    for (String credential : all) {
      assertThat(stand.status(credential, "GET /auth/whoami", "")).isEqualTo(200);
    }

    assertThat(stand.locally("acme", Method.POST, "/admin/v1/tenants/disable").status())
        .isEqualTo(200);
    for (String credential : all) {
      assertThat(stand.status(credential, "GET /auth/whoami", "")).isEqualTo(401);
    }
    assertThat(stand.status(theirs, "POST /admin/v1/keys", "{\"user\": \"x\"}")).isEqualTo(401);
    assertThat(stand.status(stand.key("acme", "{\"user\": \"new\"}"), "GET /auth/whoami", ""))
        .isEqualTo(401);
    assertThat(stand.status(root, "GET /admin/v1/keys", "")).isEqualTo(200);

    assertThat(stand.locally("acme", Method.POST, "/admin/v1/tenants/enable").status())
        .isEqualTo(200);
    stand.now = stand.now.plus(Duration.ofSeconds(1));
    assertThat(stand.status(theirs, "GET /auth/whoami", "")).isEqualTo(200);
    assertThat(stand.status(user, "GET /auth/whoami", "")).isEqualTo(200);
    assertThat(stand.status(working, "GET /auth/whoami", "")).isEqualTo(401);
  }

  private static String text(Reply reply) {
    return reply.status() + " " + new String(reply.bytes(), StandardCharsets.UTF_8);
  }
}

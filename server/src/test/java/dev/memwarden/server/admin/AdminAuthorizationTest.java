package dev.memwarden.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every route that administers, asked by everybody who could try (OWASP API5: deny by default).
class AdminAuthorizationTest {
  private static final List<String> CALLERS =
      List.of(
          "nobody", "expired", "revoked", "user", "service", "agent", "part", "keys", "users",
          "other", "root");

  /// Who gets what. `agent` is an admin's key for one agent, `part` one for one user, `keys` and
  /// `users` for one action; `other` is the admin of another tenant.
  private static final String TABLE =
      """
      #                                                                                              nobo expi revo user serv agen part keys user othe root
      GET  /admin/v1/keys                 |                                                         | 401  401  401  403  403  403  200  200  403  200  200
      POST /admin/v1/keys                 | {"user": "USER", "actions": ["keys:manage"]}            | 401  401  401  403  403  403  201  201  403  201  201
      POST /admin/v1/keys                 | {"admin": "USER"}                                       | 401  401  401  403  403  403  403  403  403  201  201
      POST /admin/v1/keys                 | {"service": "USER"}                                     | 401  401  401  403  403  403  403  403  403  201  201
      GET  /admin/v1/keys/{id}            |                                                         | 401  401  401  403  403  403  200  200  403  404  200
      POST /admin/v1/keys/{id}/revoke     | {}                                                      | 401  401  401  403  403  403  200  200  403  404  200
      POST /admin/v1/keys/{id}/rotate     | {}                                                      | 401  401  401  403  403  403  403  403  403  404  201
      POST /admin/v1/tokens/revoke        | {"token": "jwt7f83b1657ff1fc53b92dc181"}                | 401  401  401  403  403  403  404  200  403  404  200
      GET  /admin/v1/logins               |                                                         | 401  401  401  403  403  403  200  200  403  200  200
      POST /admin/v1/logins/{id}/end      | {}                                                      | 401  401  401  403  403  403  200  200  403  404  200
      POST /admin/v1/logins/end           | {"user": "USER"}                                        | 401  401  401  403  403  403  200  200  403  200  200
      POST /admin/v1/logins/end           | {"all": true}                                           | 401  401  401  403  403  403  403  200  403  200  200
      GET  /admin/v1/auth-tokens          |                                                         | 401  401  401  403  403  403  200  200  403  200  200
      POST /admin/v1/auth-tokens          | {"user": "USER"}                                        | 401  401  401  403  403  403  201  403  403  201  201
      GET  /admin/v1/users                |                                                         | 401  401  401  403  403  403  200  403  200  200  200
      POST /admin/v1/users/{id}/disable   |                                                         | 401  401  401  403  403  403  200  403  200  404  200
      POST /admin/v1/users/{id}/enable    |                                                         | 401  401  401  403  403  403  200  403  200  404  200
      POST /admin/v1/users/{id}/delete    |                                                         | 401  401  401  403  403  403  200  403  200  404  200
      GET  /admin/v1/policy               |                                                         | 401  401  401  403  403  403  403  403  403  403  403
      PUT  /admin/v1/policy               | {"text": "permit * * */*"}                              | 401  401  401  403  403  403  403  403  403  403  403
      POST /admin/v1/policy/test          | {"principal": "user:USER", "action": "chat"}            | 401  401  401  403  403  403  403  403  200  200  200
      GET  /admin/v1/signing-keys         |                                                         | 401  401  401  403  403  403  403  403  403  403  403
      POST /admin/v1/signing-keys/rotate  | {"at_once": true}                                       | 401  401  401  403  403  403  403  403  403  403  403
      GET  /admin/v1/issuers              |                                                         | 401  401  401  403  403  403  403  403  200  200  200
      GET  /admin/v1/index                |                                                         | 401  401  401  403  403  403  403  403  403  403  403
      POST /admin/v1/index/rebuild        |                                                         | 401  401  401  403  403  403  403  403  403  403  403
      GET  /admin/v1/audit                |                                                         | 401  401  401  403  403  403  403  403  403  200  200
      GET  /admin/v1/audit/checkpoint     |                                                         | 401  401  401  403  403  403  403  403  403  403  403
      POST /admin/v1/audit/verify         | {}                                                      | 401  401  401  403  403  403  403  403  403  403  403
      """;

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

  @Test
  void every_route_answers_everybody_as_the_table_says() {
    Set<String> asked = new TreeSet<>();
    int number = 0;
    for (String row : TABLE.lines().filter(line -> !line.startsWith("#")).toList()) {
      String[] cells = row.split("\\|");
      String request = cells[0].strip().replaceAll(" +", " ");
      String user = "alice-" + number++;
      Map<String, String> keys = keysOf(user);
      String[] statuses = cells[2].strip().split(" +");
      for (int i = 0; i < CALLERS.size(); i++) {
        String caller = CALLERS.get(i);
        String target = request.replace("{id}", idFor(request, user));
        String before = caller.equals("other") ? everything() : "";
        Reply reply =
            stand.answer(keys.get(caller), target, cells[1].replace("USER", user).strip());
        assertThat(reply.status())
            .as("%s asks %s: %s", caller, row, reply.json())
            .isEqualTo(Integer.parseInt(statuses[i]));
        if (caller.equals("other")) {
          assertThat(everything()).as(row).isEqualTo(before);
          assertThat(reply.json().orElseThrow().toString()).as(row).doesNotContain("\"default\"");
        }
      }
      asked.add(request);
    }
    assertThat(asked).isEqualTo(new TreeSet<>(stand.routes()));
  }

  private Map<String, String> keysOf(String user) {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("nobody", "");
    String end = stand.now.plusSeconds(1).toString();
    keys.put("expired", stand.key("{\"admin\": \"root\", \"expires_at\": \"" + end + "\"}"));
    stand.now = stand.now.plusSeconds(2);
    var revoked = stand.made(AdminStand.TENANT, "{\"admin\": \"root\"}");
    assertThat(
            stand
                .locally(
                    AdminStand.TENANT,
                    Method.POST,
                    "/admin/v1/keys/" + revoked.path("id").stringValue() + "/revoke")
                .isSuccess())
        .isTrue();
    keys.put("revoked", revoked.path("key").stringValue());
    keys.put("user", stand.key("{\"user\": \"" + user + "\"}"));
    keys.put("service", stand.key("{\"service\": \"ingest\"}"));
    keys.put("agent", admin("\"box\": {\"agent\": \"planner\"}"));
    keys.put("part", admin("\"box\": {\"user\": \"" + user + "\"}"));
    keys.put("keys", admin("\"actions\": [\"keys:manage\"]"));
    keys.put("users", admin("\"actions\": [\"users:manage\"]"));
    keys.put("other", stand.key("acme", "{\"admin\": \"root\"}"));
    keys.put("root", stand.key("{\"admin\": \"root\"}"));
    return keys;
  }

  private String admin(String limits) {
    return stand.key("{\"admin\": \"root\", " + limits + "}");
  }

  // A new one each time, as many requests end what they are about.
  private String idFor(String request, String user) {
    if (request.contains("/users/") || !request.contains("{id}")) {
      return user;
    }
    var key = stand.made(AdminStand.TENANT, "{\"user\": \"" + user + "\"}");
    if (request.contains("/keys/")) {
      return key.path("id").stringValue();
    }
    stand.logIn(key.path("key").stringValue());
    var logins =
        stand.locally(AdminStand.TENANT, Method.GET, "/admin/v1/logins").body().path("logins");
    return logins.get(logins.size() - 1).path("id").stringValue();
  }

  // All that an admin of the tenant could find changed; last uses are not written here.
  private String everything() {
    StringBuilder all = new StringBuilder();
    for (String path : List.of("keys", "users", "logins", "signing-keys", "policy")) {
      all.append(stand.locally(AdminStand.TENANT, Method.GET, "/admin/v1/" + path).body());
    }
    return all.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent", "session", "label"})
  void a_key_for_a_part_of_the_memory_administers_nothing(String axis) {
    String key = admin("\"box\": {\"" + axis + "\": \"x\"}");

    for (String route : stand.routes()) {
      String target = route.replace("{id}", "alice");
      assertThat(stand.status(key, target, example(route))).as(route).isEqualTo(403);
    }
  }

  private static String example(String route) {
    return TABLE
        .lines()
        .map(row -> row.split("\\|"))
        .filter(cells -> cells[0].strip().replaceAll(" +", " ").equals(route))
        .findFirst()
        .map(cells -> cells[1].strip())
        .orElse("");
  }

  @Test
  void refusals_are_problems_and_carry_challenges() {
    Reply nobody = stand.answer("", "GET /admin/v1/keys", "");
    Reply unknown = stand.answer("sks-nonsense", "GET /admin/v1/keys", "");
    Reply user = stand.answer(stand.key("{\"user\": \"alice\"}"), "GET /admin/v1/keys", "");

    assertThat(nobody.header("Content-Type")).contains("application/problem+json");
    assertThat(nobody.header("WWW-Authenticate")).contains("Bearer realm=\"memwarden\"");
    assertThat(unknown.header("WWW-Authenticate"))
        .contains("Bearer realm=\"memwarden\", error=\"invalid_token\"");
    assertThat(unknown.bytes()).isEqualTo(nobody.bytes());
    assertThat(user.status()).isEqualTo(403);
    assertThat(user.header("Content-Type")).contains("application/problem+json");
    assertThat(user.header("WWW-Authenticate"))
        .contains(
            "Bearer realm=\"memwarden\", error=\"insufficient_scope\", scope=\"keys:manage\"");
    assertThat(
            stand
                .answer(admin("\"box\": {\"user\": \"alice\"}"), "GET /admin/v1/issuers", "")
                .header("WWW-Authenticate"))
        .contains(
            "Bearer realm=\"memwarden\", error=\"insufficient_scope\", scope=\"users:manage\"");
  }

  @Test
  void what_only_the_owner_of_the_folder_may_do_has_no_port() {
    String root = stand.key("{\"admin\": \"root\"}");

    for (String request :
        List.of(
            "GET /admin/v1/tenants",
            "POST /admin/v1/tenants",
            "POST /admin/v1/tenants/disable",
            "POST /admin/v1/tenants/enable",
            "POST /admin/v1/imports")) {
      assertThat(stand.status(root, request, "{}")).as(request).isEqualTo(404);
    }
  }

  @Test
  void what_all_tenants_share_is_its_admins_only_as_long_as_there_is_one() {
    String root = stand.key("{\"admin\": \"root\"}");
    List<String> shared =
        List.of(
            "GET /admin/v1/policy|",
            "PUT /admin/v1/policy|{\"text\": \"\"}",
            "GET /admin/v1/signing-keys|",
            "POST /admin/v1/signing-keys/rotate|{}",
            "GET /admin/v1/index|",
            "POST /admin/v1/index/rebuild|",
            "GET /admin/v1/audit/checkpoint|",
            "POST /admin/v1/audit/verify|{}");
    for (String request : shared) {
      String[] parts = request.split("\\|", 2);
      assertThat(stand.status(root, parts[0], parts[1])).as(request).isBetween(200, 202);
    }
    assertThat(stand.locally("acme", Method.POST, "/admin/v1/tenants").status()).isEqualTo(201);

    for (String request : shared) {
      String[] parts = request.split("\\|", 2);
      assertThat(stand.status(root, parts[0], parts[1])).as(request).isEqualTo(403);
    }
  }
}

package dev.memwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.admin.AdminReply;
import dev.memwarden.server.admin.AdminRequest;
import dev.memwarden.server.admin.ControlException;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// Authority that is given and taken in every way until the server is killed, for [KillIT]. What
/// was acknowledged holds afterwards.
final class KilledCredentials {
  private static final String KEYS = "/admin/v1/keys";
  private static final String POLICY = "/admin/v1/policy";
  private static final String TENANT = "default";

  private final Function<AdminRequest, AdminReply> admin;
  private final Set<String> live = new HashSet<>();
  private final Set<String> ended = new HashSet<>();
  private final Set<String> disabledTenants = new HashSet<>();

  /// Ids of rotated keys, and of their successors.
  private final Map<String, String> successors = new LinkedHashMap<>();

  private JsonNode policy = Json.object().put("version", 0).put("text", "");
  private int made;

  /// How often what was acknowledged, by the name that the audit log has for it.
  private final Map<String, Integer> acknowledged = new HashMap<>();

  /// @param admin asks the server that runs
  KilledCredentials(Function<AdminRequest, AdminReply> admin) {
    this.admin = admin;
  }

  /// Makes and ends until the server is gone.
  void write(Semaphore heard) {
    try {
      while (true) {
        made++;
        switch (made % 6) {
          case 0 -> revoke(mint(TENANT, "carol"));
          case 1 -> rotate(mint(TENANT, "carol"));
          case 2 -> disableUser("dan" + made);
          case 3 -> disableTenant("tenant" + made);
          case 4 -> apply("forbid user:nobody" + made + " memory:read */*\n");
          default -> live.add(text(mint(TENANT, "carol")));
        }
        heard.release();
      }
    } catch (ControlException _) {
      // Of the last change nobody knows whether it was made: its key is in neither set.
      return;
    }
  }

  private JsonNode mint(String tenant, String user) {
    return done(tenant, Method.POST, KEYS, Json.object().put("user", user), "key_added");
  }

  private void revoke(JsonNode key) {
    JsonNode reason = Json.object().put("reason", "test");
    JsonNode _ = done(TENANT, Method.POST, of(key) + "/revoke", reason, "key_revoked");
    ended.add(text(key));
  }

  // The old one works on for a day.
  private void rotate(JsonNode key) {
    live.add(text(key));
    JsonNode successor =
        done(TENANT, Method.POST, of(key) + "/rotate", Json.object(), "key_rotated");
    live.add(text(successor));
    successors.put(id(key), id(successor));
  }

  private void disableUser(String user) {
    JsonNode key = mint(TENANT, user);
    String path = "/admin/v1/users/" + user + "/disable";
    JsonNode _ = done(TENANT, Method.POST, path, Json.object(), "principal_disabled");
    ended.add(text(key));
  }

  private void disableTenant(String tenant) {
    JsonNode key = answer(tenant, Method.POST, KEYS, Json.object().put("user", "eve"));
    JsonNode _ = answer(tenant, Method.POST, "/admin/v1/tenants/disable", Json.object());
    ended.add(text(key));
    disabledTenants.add(tenant);
  }

  private void apply(String text) {
    JsonNode wish = Json.object().put("text", text);
    JsonNode applied = done(TENANT, Method.PUT, POLICY, wish, "policy_applied");
    policy = Json.object().put("version", applied.path("version").intValue()).put("text", text);
  }

  private static String of(JsonNode key) {
    return KEYS + "/" + id(key);
  }

  private static String id(JsonNode key) {
    return key.path("id").stringValue();
  }

  private static String text(JsonNode key) {
    return key.path("key").stringValue();
  }

  private JsonNode done(String tenant, Method method, String path, JsonNode body, String as) {
    JsonNode answer = answer(tenant, method, path, body);
    acknowledged.merge(as, 1, Integer::sum);
    return answer;
  }

  private JsonNode answer(String tenant, Method method, String path, JsonNode body) {
    return answer(AdminRequest.of(tenant, method, path).with(body));
  }

  private JsonNode answer(AdminRequest request) {
    AdminReply reply = admin.apply(request);
    assertThat(reply.isSuccess()).as(request.path() + ": " + reply.detail()).isTrue();
    return reply.body();
  }

  /// Looks whether everything that was acknowledged holds.
  ///
  /// @param audited how often the audit log has what changed in the tenant of whoever asks
  void verify(ServerProcess processes, Map<String, Long> audited)
      throws IOException, InterruptedException {
    for (String key : live) {
      assertThat(processes.get("/auth/whoami", key)).as("live key").startsWith("200 ");
    }
    for (String key : ended) {
      assertThat(processes.get("/auth/whoami", key)).as("ended key").startsWith("401 ");
    }
    successors.forEach((old, successor) -> {
      JsonNode key = answer(AdminRequest.of(TENANT, Method.GET, KEYS + "/" + old));
      assertThat(key.path("replaced_by").stringValue()).isEqualTo(successor);
    });
    verifyPolicy();
    acknowledged.forEach((deed, times) ->
        assertThat(audited.getOrDefault(deed, 0L)).as(deed).isGreaterThanOrEqualTo(times));
    for (String tenant : disabledTenants) {
      AdminRequest changes =
          AdminRequest.of(tenant, Method.GET, "/admin/v1/audit").with("kind", "change");
      assertThat(answer(changes).path("entries").valueStream())
          .extracting(entry -> entry.path("action").stringValue())
          .contains("tenant_disabled");
    }
  }

  // One more may have been applied, of which nobody heard.
  private void verifyPolicy() {
    JsonNode now = answer(AdminRequest.of(TENANT, Method.GET, POLICY));
    assertThat(now.path("version").intValue())
        .isBetween(policy.path("version").intValue(), policy.path("version").intValue() + 1);
    if (now.path("version").equals(policy.path("version"))) {
      assertThat(now.path("text")).isEqualTo(policy.path("text"));
    }
    policy = now;
  }

  /// Whether each way was acknowledged at least once.
  boolean isComplete() {
    return acknowledged
            .keySet()
            .containsAll(
                Set.of(
                    "key_added",
                    "key_revoked",
                    "key_rotated",
                    "principal_disabled",
                    "policy_applied"))
        && !disabledTenants.isEmpty();
  }

  /// How often what was acknowledged.
  @Override
  public String toString() {
    return acknowledged + " and " + disabledTenants.size() + " disabled tenants";
  }
}

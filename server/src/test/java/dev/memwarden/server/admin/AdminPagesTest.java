package dev.memwarden.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Lists that are read page by page.
class AdminPagesTest {
  private static final int OWNERS = 3;

  @TempDir Path folder;

  private AdminStand stand;
  private String root;
  private String other;

  @BeforeEach
  void open() {
    stand = new AdminStand(folder);
    root = stand.key("{\"admin\": \"root\"}");
    other = stand.key("acme", "{\"admin\": \"root\"}");
    for (int i = 0; i < OWNERS; i++) {
      stand.logIn(stand.key("{\"user\": \"user-" + i + "\"}"));
      stand.logIn(stand.key("acme", "{\"user\": \"theirs-" + i + "\"}"));
    }
  }

  @AfterEach
  void close() {
    stand.close();
  }

  private JsonNode page(String key, String list, String query) {
    Reply reply = stand.answer(key, "GET /admin/v1/" + list + query, "");
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(200);
    return reply.json().orElseThrow();
  }

  private static List<String> ids(JsonNode items) {
    return items.values().stream().map(item -> item.path("id").stringValue()).toList();
  }

  @ParameterizedTest
  @CsvSource({"keys, keys, 4", "auth-tokens, tokens, 4", "logins, logins, 3", "users, users, 4"})
  void pages_are_the_list_in_its_order(String list, String field, int size) {
    JsonNode whole = page(root, list, "");
    assertThat(whole.path("next").isNull()).isTrue();
    assertThat(whole.path(field)).hasSize(size);

    for (int limit = 1; limit <= size; limit++) {
      List<String> found = new ArrayList<>();
      String query = "?limit=" + limit;
      JsonNode next = null;
      while (next == null || next.isString()) {
        JsonNode page =
            page(root, list, next == null ? query : query + "&beyond=" + next.stringValue());
        next = page.path("next");
        assertThat(page.path(field).size()).isLessThanOrEqualTo(limit);
        assertThat(next.isNull() || page.path(field).size() == limit).isTrue();
        found.addAll(ids(page.path(field)));
      }
      assertThat(found).as("%d at a time", limit).isEqualTo(ids(whole.path(field)));
    }
  }

  @Test
  void tenants_are_paged_for_whoever_owns_the_folder() {
    JsonNode first = tenants(Map.of("limit", "1"));
    JsonNode second = tenants(Map.of("limit", "1", "beyond", first.path("next").stringValue()));

    assertThat(ids(first.path("tenants"))).containsExactly("acme");
    assertThat(ids(second.path("tenants"))).containsExactly(AdminStand.TENANT);
    assertThat(second.path("next").isNull()).isTrue();
  }

  private JsonNode tenants(Map<String, String> query) {
    AdminRequest request = AdminRequest.of(AdminStand.TENANT, Method.GET, "/admin/v1/tenants");
    for (Map.Entry<String, String> parameter : query.entrySet()) {
      request = request.with(parameter.getKey(), parameter.getValue());
    }
    AdminReply reply = stand.locally(request);
    assertThat(reply.isSuccess()).as(reply.detail()).isTrue();
    return reply.body();
  }

  @Test
  void a_hundred_at_a_time_unless_somebody_says_otherwise() {
    for (int i = 0; i < 100; i++) {
      stand.key("{\"user\": \"many\"}");
    }

    assertThat(page(root, "keys", "").path("keys")).hasSize(100);
    assertThat(page(root, "keys", "").path("next").isString()).isTrue();
    assertThat(page(root, "keys", "?limit=1000").path("keys")).hasSize(OWNERS + 101);
  }

  // OWASP API1: an id of somebody else must not even tell where in the order it is.
  @ParameterizedTest
  @CsvSource({"keys, keys", "auth-tokens, tokens", "logins, logins"})
  void what_is_not_in_reach_begins_no_page_and_looks_like_what_is_not_there(
      String list, String field) {
    String theirs = page(other, list, "").path(field).get(0).path("id").stringValue();
    String ours = page(root, list, "").path(field).get(0).path("id").stringValue();
    String part = stand.key("{\"admin\": \"root\", \"box\": {\"user\": \"user-1\"}}");

    Reply unknown = stand.answer(root, "GET /admin/v1/" + list + "?beyond=nothing", "");
    assertThat(unknown.status()).isEqualTo(422);
    Reply foreign = stand.answer(root, "GET /admin/v1/" + list + "?beyond=" + theirs, "");
    assertThat(foreign.status()).isEqualTo(422);
    assertThat(foreign.bytes()).isEqualTo(unknown.bytes());
    // Neither does one of the same tenant beyond what the key reaches.
    assertThat(stand.status(part, "GET /admin/v1/" + list + "?beyond=" + ours, "")).isEqualTo(422);
    assertThat(ids(page(part, list, "").path(field))).hasSize(1);
  }

  @Test
  void a_name_of_another_tenant_begins_where_it_would_be_in_ones_own() {
    JsonNode page = page(root, "users", "?beyond=user:theirs-0");

    assertThat(ids(page.path("users"))).containsExactly("user-0", "user-1", "user-2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          keys?limit=0                | limit must be a number from 1 to 1000
          keys?limit=1001             | limit must be a number from 1 to 1000
          keys?limit=x                | limit must be a number from 1 to 1000
          keys?limit=1&limit=2        | limit is there twice
          keys?beyond=                | beyond is no id
          keys?beyond=nothing         | beyond names none of these
          keys?beyond=*               | beyond names none of these
          keys?beyond=1%20OR%201=1    | beyond names none of these
          keys?after=x                | after is no parameter of this
          auth-tokens?beyond=nothing  | beyond names none of these
          logins?beyond=nothing       | beyond names none of these
          logins?limit=-1             | limit must be a number from 1 to 1000
          users?beyond=alice          | beyond must be user:ID, service:ID or admin:ID
          users?beyond=user:          | beyond
          users?offset=1              | offset is no parameter of this
          """)
  void what_makes_no_sense_is_said(String request, String detail) {
    Reply reply = stand.answer(root, "GET /admin/v1/" + request, "");

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.header("Content-Type")).contains("application/problem+json");
    assertThat(reply.json().orElseThrow().path("detail").stringValue()).startsWith(detail);
  }
}

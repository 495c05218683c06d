package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Zep's users: what is known of people, and never who may do what.
class ZepUsersServedTest {
  @TempDir Path folder;

  private TokenServer server;
  private ZepCaller alice;
  private ZepCaller service;

  @BeforeEach
  void open() {
    server =
        new TokenServer(
            folder, Map.of(), InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z")));
    alice = ZepCaller.user(server, "alice");
    service = ZepCaller.service(server, "app");
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void a_user_is_written_as_go_writes_it() {
    assertThat(
            service.text(
                "POST /user",
                "{\"user_id\": \"alice\", \"email\": \"a@b.c\", \"first_name\": \"\","
                    + " \"metadata\": {\"system\": {\"a\": 1}}}"))
        .matches(
            "201 \\{\"uuid\":\"[0-9a-f-]{36}\",\"id\":1,\"created_at\":\"2026-11-22T12:00:00Z\","
                + "\"updated_at\":\"2026-11-22T12:00:00Z\",\"deleted_at\":null,"
                + "\"user_id\":\"alice\",\"email\":\"a@b.c\","
                + "\"metadata\":\\{\"system\":\\{\"a\":1}}}");
    assertThat(service.text("POST /user", "{\"user_id\": \"alice\"}"))
        .isEqualTo("400 bad request: user already exists with user_id: alice");
  }

  @Test
  void a_change_leaves_what_it_does_not_name() {
    service.json(
        "POST /user", "{\"user_id\": \"alice\", \"email\": \"a@b.c\", \"last_name\": \"L\"}");

    service.json(
        "PATCH /user/alice", "{\"email\": \"\", \"first_name\": \"A\", \"metadata\": {\"b\": 1}}");
    String changed = service.json("PATCH /user/alice", "{\"metadata\": {\"c\": 2}}").toString();

    assertThat(changed)
        .contains("\"email\":\"a@b.c\"", "\"first_name\":\"A\"", "\"last_name\":\"L\"")
        .contains("\"metadata\":{\"b\":1,\"c\":2}");
    assertThat(service.json("GET /user/alice").toString()).isEqualTo(changed);
    assertThat(service.text("PATCH /user/nobody", "{}")).isEqualTo("404 not found");
  }

  @Test
  void users_are_paged_by_dense_numbers() {
    for (String user : new String[] {"u1", "u2", "u3"}) {
      service.json("POST /user", "{\"user_id\": \"" + user + "\"}");
    }

    assertThat(service.each("GET /user?limit=2", "user_id")).isEqualTo("u1, u2");
    assertThat(service.each("GET /user?limit=2&cursor=2", "user_id")).isEqualTo("u3");
    assertThat(service.each("GET /user", "id")).isEqualTo("1, 2, 3");
    assertThat(service.json("GET /user/u3").path("id").intValue()).isEqualTo(3);
  }

  @Test
  void a_users_key_sees_its_own_profile_and_sessions_alone() {
    service.json("POST /user", "{\"user_id\": \"bob\"}");
    service.json("POST /sessions", "{\"session_id\": \"s1\", \"user_id\": \"bob\"}");
    alice.json("POST /user", "{\"user_id\": \"alice\"}");

    assertThat(alice.each("GET /user", "user_id")).isEqualTo("alice");
    assertThat(alice.json("GET /user/alice").path("id").intValue()).isEqualTo(1);
    for (String request :
        new String[] {
          "GET /user/bob", "DELETE /user/bob", "GET /user/bob/sessions", "GET /user/nobody",
        }) {
      assertThat(alice.text(request))
          .as(request)
          .isEqualTo("403 forbidden: out of reach for this credential");
    }
    assertThat(alice.text("PATCH /user/bob", "{}"))
        .isEqualTo("403 forbidden: out of reach for this credential");
    assertThat(alice.text("POST /user", "{\"user_id\": \"bob\"}"))
        .isEqualTo("403 forbidden: out of reach for this credential");
    assertThat(alice.text("POST /sessions", "{\"session_id\": \"s1\", \"user_id\": \"bob\"}"))
        .isEqualTo("403 forbidden: out of reach for this credential");
  }

  @Test
  void sessions_are_registered_for_users_that_are_known() {
    assertThat(service.text("POST /sessions", "{\"session_id\": \"s1\", \"user_id\": \"carol\"}"))
        .isEqualTo("400 bad request: user does not exist with user_id: carol");
    assertThat(alice.text("POST /sessions", "{\"session_id\": \"s1\", \"user_id\": \"alice\"}"))
        .startsWith("201 ");
  }

  @Test
  void a_deleted_user_takes_its_sessions_along_and_keeps_its_keys() {
    service.json("POST /user", "{\"user_id\": \"alice\"}");
    alice.says("s1", "tea").says("s2", "coffee");
    server.remember("X-API-Key: " + alice.key(), "run");
    ZepCaller bob = ZepCaller.user(server, "bob").says("s1", "his");
    assertThat(service.each("GET /user/alice/sessions", "session_id")).isEqualTo("s1, s2");
    assertThat(service.each("GET /user/alice/sessions", "id")).isEqualTo("0, 0");

    assertThat(service.text("DELETE /user/alice")).isEqualTo("200 OK");

    assertThat(service.text("GET /user/alice")).isEqualTo("404 not found");
    assertThat(service.text("GET /user/alice/sessions")).isEqualTo("200 []");
    assertThat(service.text("DELETE /user/alice")).isEqualTo("404 not found");
    assertThat(alice.json("GET /sessions/s1/memory").path("messages")).isEmpty();
    assertThat(bob.json("GET /sessions/s1/memory").path("messages")).hasSize(1);
    assertThat(server.get("/memories/alice", alice.key())).contains("\"total_count\":1");
  }
}

package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// The memory of Zep's sessions: messages, and whose they are.
class ZepMemoryServedTest {
  private static final String UUID = "0b8f6a1e-6c1c-4a52-9d57-3f2f7c0f9a11";
  private static final String MESSAGE =
      "{\"messages\": [{\"uuid\": \""
          + UUID
          + "\", \"role\": "
          + "\"%s\", \"content\": \"%s\", \"metadata\": {\"a\": 1, \"system\": 2},"
          + " \"token_count\": 7}]}";

  private static final String NOTHING =
      "{\"messages\":[],\"summary\":{\"uuid\":\"00000000-0000-0000-0000-000000000000\","
          + "\"created_at\":\"0001-01-01T00:00:00Z\",\"content\":\"\","
          + "\"recent_message_uuid\":\"00000000-0000-0000-0000-000000000000\","
          + "\"token_count\":0}}";

  @TempDir Path folder;

  private TokenServer server;
  private ZepCaller alice;
  private ZepCaller bob;
  private ZepCaller service;

  @BeforeEach
  void open() {
    server =
        new TokenServer(
            folder, Map.of(), InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z")));
    alice = ZepCaller.user(server, "alice");
    bob = ZepCaller.user(server, "bob");
    service = ZepCaller.service(server, "app");
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void a_message_comes_back_as_it_was_said() {
    assertThat(alice.text("POST /sessions/s1/memory", MESSAGE.formatted("user", "I love tea")))
        .isEqualTo("200 OK");

    assertThat(alice.text("GET /sessions/s1/messages/" + UUID))
        .isEqualTo(
            "200 {\"uuid\":\"0b8f6a1e-6c1c-4a52-9d57-3f2f7c0f9a11\","
                + "\"created_at\":\"2026-11-22T12:00:00Z\",\"updated_at\":\"2026-11-22T12:00:00Z\","
                + "\"role\":\"user\",\"content\":\"I love tea\",\"metadata\":{\"a\":1},"
                + "\"token_count\":7}");
    assertThat(alice.each("GET /sessions", "user_id")).isEqualTo("alice");
  }

  @Test
  void a_session_that_is_not_there_remembers_nothing() {
    assertThat(alice.text("GET /sessions/none/memory")).isEqualTo("200 " + NOTHING);
    assertThat(alice.text("GET /sessions/none/messages"))
        .isEqualTo("200 {\"messages\":[],\"total_count\":0,\"row_count\":0}");
    assertThat(alice.text("POST /sessions/none/search", "{\"text\": \"x\"}")).isEqualTo("200 []");
    assertThat(alice.text("DELETE /sessions/none/memory")).isEqualTo("404 not found");
    assertThat(alice.json("GET /sessions")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          memory          | 9 10 11 12 13 14 15 16 17 18 19 20
          memory?lastn=3  | 18 19 20
          memory?lastn=0  | 9 10 11 12 13 14 15 16 17 18 19 20
          memory?lastn=99 | 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20
          messages        | 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20
          messages?limit=3          | 1 2 3
          messages?limit=3&cursor=1 | 1 2 3
          messages?limit=3&cursor=0 | 1 2 3
          messages?limit=3&cursor=7 | 19 20
          messages?limit=3&cursor=8 | ''
          messages?limit=1000000&cursor=1000000 | ''
          """)
  void messages_are_read_by_window_and_by_page(String part, String messages) {
    alice.says(
        "s1", IntStream.rangeClosed(1, 8).mapToObj(Integer::toString).toArray(String[]::new));
    bob.says("s1", "not hers");
    alice.says(
        "s1", IntStream.rangeClosed(9, 20).mapToObj(Integer::toString).toArray(String[]::new));

    JsonNode reply = alice.json("GET /sessions/s1/" + part);

    assertThat(String.join(" ", said(reply))).isEqualTo(messages);
    if (part.startsWith("messages")) {
      assertThat(reply.path("total_count").intValue()).isEqualTo(20);
      assertThat(reply.path("row_count").intValue()).isEqualTo(said(reply).size());
    }
  }

  @Test
  void a_uuid_of_the_client_is_one_per_owner() {
    alice.text("POST /sessions/s1/memory", MESSAGE.formatted("user", "hers"));
    assertThat(bob.text("POST /sessions/s1/memory", MESSAGE.formatted("user", "his")))
        .isEqualTo("200 OK");

    assertThat(alice.json("GET /sessions/s1/messages/" + UUID).path("content").stringValue())
        .isEqualTo("hers");
    assertThat(bob.json("GET /sessions/s1/messages/" + UUID).path("content").stringValue())
        .isEqualTo("his");
    assertThat(alice.text("POST /sessions/s2/memory", MESSAGE.formatted("user", "again")))
        .isEqualTo("400 bad request: message already exists with uuid: " + UUID);
    assertThat(alice.text("GET /sessions/s2/messages/" + UUID)).isEqualTo("404 not found");

    alice.text("POST /sessions/s1/memory", MESSAGE.formatted("assistant", "corrected"));
    assertThat(said(alice.json("GET /sessions/s1/messages"))).containsExactly("corrected");
  }

  @Test
  void a_message_keeps_its_words_and_grows_by_what_is_attached() {
    alice.text("POST /sessions/s1/memory", MESSAGE.formatted("user", "I love tea"));
    JsonNode patched =
        alice.json(
            "PATCH /sessions/s1/messages/" + UUID,
            "{\"metadata\": {\"b\": {\"c\": 1}, \"system\": 3}, \"content\": \"forged\"}");

    assertThat(patched.path("metadata").toString()).isEqualTo("{\"a\":1,\"b\":{\"c\":1}}");
    assertThat(patched.path("content").stringValue()).isEqualTo("I love tea");
    assertThat(patched.path("token_count").intValue()).isEqualTo(7);
    assertThat(
            alice
                .json("PATCH /sessions/s1/messages/" + UUID, "{\"token_count\": 9}")
                .path("token_count")
                .intValue())
        .isEqualTo(9);
    assertThat(bob.text("PATCH /sessions/s1/messages/" + UUID, "{\"metadata\": {}}"))
        .isEqualTo("404 not found");
  }

  @Test
  void a_deleted_session_takes_its_messages_along_and_nobody_elses() {
    alice.says("s1", "secret").says("s2", "kept");
    bob.says("s1", "his");

    assertThat(alice.text("DELETE /sessions/s1/memory")).isEqualTo("200 OK");

    assertThat(alice.each("GET /sessions", "session_id")).isEqualTo("s2");
    assertThat(alice.text("GET /sessions/s1")).isEqualTo("404 not found");
    assertThat(said(bob.json("GET /sessions/s1/memory"))).containsExactly("his");
    alice.json("POST /sessions", "{\"session_id\": \"s1\"}");
    assertThat(alice.text("GET /sessions/s1/memory")).isEqualTo("200 " + NOTHING);
  }

  @Test
  void a_service_writes_to_the_session_that_it_registered_for_a_user() {
    service.json("POST /user", "{\"user_id\": \"alice\"}");
    service.json("POST /sessions", "{\"session_id\": \"s1\", \"user_id\": \"alice\"}");
    service.says("s1", "for alice").says("own", "for itself");

    assertThat(said(alice.json("GET /sessions/s1/memory"))).containsExactly("for alice");
    assertThat(service.each("GET /sessions", "user_id")).isEqualTo("alice, ");
    assertThat(alice.text("GET /sessions/own")).isEqualTo("404 not found");
  }

  @Test
  void of_several_sessions_of_one_id_a_service_means_none() {
    alice.says("s1", "hers");
    bob.says("s1", "his");

    assertThat(service.each("GET /sessions", "user_id")).isEqualTo("alice, bob");
    assertThat(service.text("GET /sessions/s1")).isEqualTo("404 not found");
    assertThat(service.text("GET /sessions/s1/memory")).isEqualTo("200 " + NOTHING);
    assertThat(service.text("DELETE /sessions/s1/memory")).isEqualTo("404 not found");
    assertThat(service.text("POST /sessions/s1/memory", MESSAGE.formatted("user", "to whom?")))
        .isEqualTo("404 not found");
    alice.text("DELETE /sessions/s1/memory");
    service.says("s1", "to bob");
    assertThat(said(bob.json("GET /sessions/s1/memory"))).containsExactly("his", "to bob");
  }

  @Test
  void a_service_registers_no_second_session_that_it_could_not_tell_from_the_first() {
    alice.says("s1", "hers");

    assertThat(service.text("POST /sessions", "{\"session_id\": \"s1\"}"))
        .isEqualTo("400 bad request: session already exists with session_id: s1");
  }

  @Test
  void who_may_only_write_adds_and_sees_nothing() {
    service.json("POST /user", "{\"user_id\": \"alice\"}");
    service.json("POST /sessions", "{\"session_id\": \"s1\", \"user_id\": \"alice\"}");
    ZepCaller ingest = ZepCaller.service(server, "ingest", "memory:write");

    ingest.says("s1", "for alice");

    assertThat(said(alice.json("GET /sessions/s1/memory"))).containsExactly("for alice");
    assertThat(ingest.text("GET /sessions/s1/memory"))
        .isEqualTo("403 forbidden: this credential does not allow memory:read");
    assertThat(ingest.text("PATCH /sessions/s1", "{\"metadata\": {\"a\": 1}}"))
        .isEqualTo("403 forbidden: this credential does not allow memory:read");
    assertThat(ingest.json("POST /sessions", "{\"session_id\": \"s2\"}").path("id").intValue())
        .isZero();
  }

  private static List<String> said(JsonNode reply) {
    return reply
        .path("messages")
        .valueStream()
        .map(message -> message.path("content").stringValue())
        .toList();
  }
}

package dev.memwarden.server.dialect.mem0;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WireTest {
  private static final String STORED =
      "{\"id\":\"m1\",\"memory\":\"I love Python programming\",\"user_id\":\"alice\",\"hash\":\"%s\","
          + "\"metadata\":null,\"created_at\":\"2026-11-22T12:00:00Z\",\"updated_at\":null";

  private final Served served = new Served();

  @Test
  void the_example_of_the_original() {
    assertThat(
            call(
                "POST /memories",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"My name is Alice\"}],\"user_id\":\"alice\"}"))
        .isEqualTo(
            "200 {\"added_memories\":[{\"id\":\"m1\",\"memory\":\"My name is Alice\",\"event\":\"ADD\"}],"
                + "\"message\":\"Memories added successfully\"}");
    served.remember("alice", "I love Python programming");

    assertThat(call("POST /chat", "{\"message\":\"What do I love?\",\"user_id\":\"alice\"}"))
        .startsWith(
            "200 {\"response\":\"Based on your memories, you love Python programming\","
                + "\"memories_used\":1,\"memories\":[{\"id\":\"m2\",")
        .endsWith("],\"mode\":\"extractive\"}");
  }

  @Test
  void a_chat_with_a_stranger() {
    assertThat(call("POST /chat", "{\"message\":\"What do you know about me?\"}"))
        .isEqualTo(
            "200 {\"response\":\"I have no memories about that yet.\",\"memories_used\":0,"
                + "\"memories\":[],\"mode\":\"extractive\"}");
  }

  @Test
  void nothing_to_remember_is_no_error() {
    assertThat(call("POST /memories", "{\"messages\":[{\"role\":\"user\",\"content\":\" \"}]}"))
        .isEqualTo("200 {\"added_memories\":[],\"message\":\"Memories added successfully\"}");
  }

  @Test
  void what_is_known_already_is_said_to_be() {
    served.remember("alice", "I love tea");

    assertThat(
            call(
                "POST /memories",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"I love tea\"}]}"))
        .contains("{\"id\":\"m1\",\"memory\":\"I love tea\",\"event\":\"NONE\"}");
  }

  @Test
  void lists_and_hits_look_alike() {
    served.remember("alice", "I love Python programming");
    String stored = STORED.formatted(served.store.rows.get(1L).memory().hash());

    assertThat(call("GET /memories/alice", ""))
        .isEqualTo("200 {\"memories\":[" + stored + "}],\"total_count\":1}");
    assertThat(call("POST /memories/search", "{\"query\":\"python\",\"user_id\":\"alice\"}"))
        .isEqualTo("200 {\"memories\":[" + stored + ",\"score\":2.0}],\"total_count\":1}");
  }

  @Test
  void limits_hold() {
    for (int i = 0; i < 12; i++) {
      served.remember("alice", "thing " + i);
    }

    assertThat(call("GET /memories/alice", "")).endsWith("\"total_count\":12}");
    assertThat(call("GET /memories/alice?limit=2", ""))
        .contains("thing 11", "thing 10")
        .endsWith("\"total_count\":2}");
    assertThat(call("POST /memories/search", "{\"query\":\"thing\"}"))
        .endsWith("\"total_count\":10}");
    assertThat(call("POST /memories/search", "{\"query\":\"thing\",\"limit\":11}"))
        .endsWith("\"total_count\":11}");
  }

  @Test
  void an_update_keeps_its_id() {
    served.remember("alice", "I love tea");

    assertThat(
            call(
                "PUT /memories",
                "{\"memory_id\":\"m1\",\"user_id\":\"alice\",\"data\":\"I hate tea\"}"))
        .isEqualTo("200 {\"message\":\"Memory updated successfully\",\"memory_id\":\"m1\"}");
    assertThat(
            call(
                "PUT /memories",
                "{\"id\":\"m1\",\"text\":\"I hate tea\",\"metadata\":{\"n\":1.50}}"))
        .startsWith("200 ");
    assertThat(call("GET /memories/alice", ""))
        .contains("\"memory\":\"I hate tea\"", "\"metadata\":{\"n\":1.50}")
        .contains("\"updated_at\":\"2026-11-22T12:00:00Z\"");
    assertThat(call("GET /graph/relationships/alice", ""))
        .isEqualTo(
            "200 {\"relationships\":[{\"source\":\"alice\",\"relationship\":\"hates\",\"target\":\"tea\"}],"
                + "\"total_count\":1}");
  }

  @Test
  void deleting_one_and_all() {
    served.remember("alice", "I love tea");
    served.remember("alice", "I love milk");
    served.remember("bob", "I love tea");

    assertThat(call("DELETE /memories/m1", ""))
        .isEqualTo("200 {\"message\":\"Memory deleted successfully\"}");
    assertThat(call("DELETE /memories/m1", "")).isEqualTo("404 {\"detail\":\"Memory not found\"}");
    assertThat(call("DELETE /memories/user/alice", ""))
        .isEqualTo("200 {\"message\":\"All memories deleted successfully\"}");
    assertThat(served.store.rows.values())
        .extracting(row -> row.memory().place().user().orElseThrow())
        .containsExactly("bob");
  }

  @Test
  void agent_and_run_narrow_whatever_is_asked() {
    for (String place :
        new String[] {"", ",\"agent_id\":\"a\"", ",\"agent_id\":\"a\",\"run_id\":\"r\""}) {
      call(
          "POST /memories",
          "{\"messages\":[{\"role\":\"user\",\"content\":\"tea %d\"}]%s}"
              .formatted(place.length(), place));
    }

    assertThat(call("GET /memories/alice", "")).endsWith("\"total_count\":3}");
    assertThat(call("GET /memories/alice?agent_id=a", "")).endsWith("\"total_count\":2}");
    assertThat(
            call(
                "POST /memories/search", "{\"query\":\"tea\",\"agent_id\":\"a\",\"run_id\":\"r\"}"))
        .contains("\"agent_id\":\"a\",\"run_id\":\"r\"")
        .endsWith("\"total_count\":1}");
    call("DELETE /memories/user/alice?run_id=r", "");
    assertThat(call("GET /memories/alice", "")).endsWith("\"total_count\":2}");
  }

  @Test
  void without_inference_messages_stay_as_they_are() {
    assertThat(
            call(
                "POST /memories",
                "{\"infer\":false,\"messages\":[{\"role\":\"assistant\",\"content\":\" Noted \"}]}"))
        .contains("\"memory\":\" Noted \"");
  }

  @Test
  void what_anybody_may_see() {
    served.remember("alice", "I love tea");
    served.remember("bob", "I love tea");

    assertThat(Served.text(served.call("", "GET /health")))
        .isEqualTo("200 {\"status\":\"healthy\"}");
    assertThat(Served.text(served.call("", "GET /stats")))
        .isEqualTo("200 {\"total_memories\":2,\"total_users\":2}");
    assertThat(Served.text(served.call("", "GET /models")))
        .isEqualTo(
            "200 {\"models\":[{\"name\":\"length\",\"type\":\"embedder\"},"
                + "{\"name\":\"extractive\",\"type\":\"llm\"}]}");
  }

  @Test
  void totals_can_be_protected() {
    var protecting = new Served(true);

    assertThat(Served.text(protecting.call("", "GET /stats")))
        .isEqualTo("403 {\"detail\":\"Not authenticated\"}");
    assertThat(Served.text(protecting.call("bob", "GET /stats")))
        .isEqualTo("200 {\"total_memories\":0,\"total_users\":0}");
  }

  @Test
  void a_users_own_stats() {
    served.remember("alice", "I love tea");
    served.remember("bob", "I love tea");

    assertThat(call("GET /stats/alice", ""))
        .isEqualTo("200 {\"user_id\":\"alice\",\"total_memories\":1,\"total_relationships\":1}");
  }

  private String call(String request, String body) {
    return Served.text(served.call("alice", request, body));
  }
}

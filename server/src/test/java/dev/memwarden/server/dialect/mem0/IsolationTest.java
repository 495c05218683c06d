package dev.memwarden.server.dialect.mem0;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Place;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Rule;
import dev.memwarden.auth.Rule.Subject;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IsolationTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          PUT /memories          | {"memory_id":"%s","data":"x"}
          PUT /memories          | {"memory_id":"%s","data":"x","user_id":"alice"}
          PUT /memories          | {"memory_id":"%s","data":"x","metadata":{"user_id":"alice"}}
          DELETE /memories/%s    | ``
          DELETE /memories/%s?user_id=alice | ``
          """)
  void anothers_id_is_an_unknown_id(String request, String body) {
    var served = new Served();
    String foreign = served.remember("bob", "I love tennis");

    String answer =
        Served.text(served.call("alice", request.formatted(foreign), body.formatted(foreign)));

    assertThat(answer)
        .isEqualTo(
            Served.text(served.call("alice", request.formatted("none"), body.formatted("none"))))
        .isEqualTo("404 {\"detail\":\"Memory not found\"}");
    assertThat(served.store.rows.get(1L).memory().text()).isEqualTo("I love tennis");
  }

  @Test
  void metadata_is_data_and_nothing_else() {
    var served = new Served();
    String metadata =
        "{\"user_id\":\"bob\",\"agent_id\":\"a\",\"run_id\":\"r\",\"id\":\"m9\",\"hash\":\"h\","
            + "\"owner\":\"bob\",\"created_at\":\"1970-01-01T00:00:00Z\",\"tenant\":\"other\"}";

    served.call(
        "alice",
        "POST /memories",
        "{\"messages\":[{\"role\":\"user\",\"content\":\"I love tea\"}],\"metadata\":%s}"
            .formatted(metadata));

    assertThat(served.store.rows.get(1L).memory().place())
        .isEqualTo(Place.ofUser("default", "alice"));
    assertThat(Served.text(served.call("alice", "GET /memories/alice")))
        .contains("\"metadata\":" + metadata, "\"user_id\":\"alice\",\"hash\"")
        .contains("\"id\":\"m1\"", "\"created_at\":\"2026-11-22T12:00:00Z\",\"updated_at\"");
    assertThat(Served.text(served.call("bob", "GET /memories/bob")))
        .isEqualTo("200 {\"memories\":[],\"total_count\":0}");
  }

  @Test
  void the_same_words_stay_apart() {
    var served = new Served();
    served.remember("alice", "I love tea");
    served.remember("bob", "I love tea");

    assertThat(Served.text(served.call("bob", "POST /memories/search", "{\"query\":\"tea\"}")))
        .contains("\"user_id\":\"bob\"")
        .doesNotContain("alice");
    assertThat(Served.text(served.call("bob", "POST /chat", "{\"message\":\"What do I love?\"}")))
        .contains("\"memories_used\":1")
        .doesNotContain("alice");
  }

  @Test
  void what_is_shared_for_reading_can_be_read_and_no_more() {
    var served = new Served(share(EnumSet.of(Action.MEMORY_READ)));
    served.remember("bob", "I love tennis");

    assertThat(Served.text(served.call("alice", "GET /memories/bob")))
        .contains("I love tennis")
        .endsWith("\"total_count\":1}");
    assertThat(served.call("alice", "DELETE /memories/m1").status()).isEqualTo(404);
    assertThat(served.call("alice", "DELETE /memories/user/bob").status()).isEqualTo(403);
    assertThat(
            Served.text(
                served.call("alice", "POST /chat", "{\"message\":\"x\",\"user_id\":\"bob\"}")))
        .isEqualTo(
            "403 {\"detail\":\"Access denied: You can only chat as yourself (authenticated as 'alice')\"}");
    assertThat(served.store.rows).hasSize(1);
  }

  @Test
  void what_is_shared_for_writing_is_found_by_its_id_alone() {
    var served = new Served(share(EnumSet.of(Action.MEMORY_WRITE)));
    served.remember("bob", "I love tennis");

    assertThat(
            served
                .call("alice", "PUT /memories", "{\"memory_id\":\"m1\",\"data\":\"I hate tennis\"}")
                .status())
        .isEqualTo(200);
    assertThat(Served.text(served.call("bob", "GET /graph/relationships/bob")))
        .contains("{\"source\":\"bob\",\"relationship\":\"hates\",\"target\":\"tennis\"}");
    assertThat(served.call("alice", "GET /memories/bob").status()).isEqualTo(403);
  }

  @Test
  void a_key_for_one_agent_works_for_that_agent() {
    var served = new Served();
    served.remember("alice", "I love tea");
    served.remember("planner", "I love milk");

    assertThat(served.store.rows.get(2L).memory().place())
        .isEqualTo(
            new Place(
                "default",
                Optional.of("alice"),
                Optional.of("planner"),
                Optional.empty(),
                Optional.empty()));
    assertThat(Served.text(served.call("planner", "GET /memories/alice")))
        .contains("milk")
        .doesNotContain("tea");
    assertThat(served.call("planner", "GET /memories/alice?agent_id=other").status())
        .isEqualTo(403);
    assertThat(served.call("planner", "DELETE /memories/m1").status()).isEqualTo(404);
    assertThat(Served.text(served.call("alice", "GET /memories/alice")))
        .endsWith("\"total_count\":2}");
  }

  @Test
  void a_service_finds_an_id_wherever_it_may_act() {
    var served = new Served();
    served.remember("bob", "I love tennis");

    assertThat(
            served
                .call(
                    "service", "PUT /memories", "{\"memory_id\":\"m1\",\"data\":\"I hate tennis\"}")
                .status())
        .isEqualTo(200);
    assertThat(served.call("service", "DELETE /memories/m1?user_id=alice").status()).isEqualTo(404);
    assertThat(served.call("service", "DELETE /memories/m1").status()).isEqualTo(200);
  }

  private static Rule share(Set<Action> actions) {
    return new Rule(
        Rule.Effect.PERMIT,
        new Subject.Named(Principal.Kind.USER, "alice"),
        actions,
        Box.ofUser("default", "bob"));
  }
}

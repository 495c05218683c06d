package dev.memwarden.server.http;

import static dev.memwarden.server.http.Toy.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.audit.Actor;
import dev.memwarden.auth.audit.AuditEvent;
import dev.memwarden.auth.audit.Auditor;
import dev.memwarden.auth.audit.Correlation;
import dev.memwarden.auth.audit.Deed;
import dev.memwarden.auth.audit.Ending;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the pipeline tells an auditor, and what it does when that cannot write.
class AuditedPipelineTest {
  private static final Actor ALICE = new Actor("default", "user:alice", "api_key", "key-of-alice");

  /// Keeps what it is told, unless it cannot.
  private static final class Heard implements Auditor {
    private final List<AuditEvent> recorded = new ArrayList<>();
    private final List<AuditEvent> noted = new ArrayList<>();
    private final List<String> counted = new ArrayList<>();
    private boolean ready = true;
    private boolean writes = true;

    @Override
    public void ready() {
      if (!ready) {
        throw new StoreUnavailableException("the audit log cannot be written");
      }
    }

    @Override
    public void record(AuditEvent event) {
      if (!writes) {
        throw new StoreUnavailableException("the audit log cannot be written");
      }
      recorded.add(event);
    }

    @Override
    public void note(AuditEvent event) {
      noted.add(event);
    }

    @Override
    public void count(Identity who, Object via) {
      counted.add(who.principal() + " " + via);
    }
  }

  private final Heard heard = new Heard();
  private final Toy toy = new Toy();
  private final Pipeline pipeline = toy.pipeline(PipelineConfig.DEFAULT, heard);

  private int status(String method, String target, String key, String body) {
    return pipeline
        .answer(request(method, target, body, "X-API-Key", key, "X-Request-ID", "r-9"))
        .status();
  }

  @Test
  void memory_that_was_written_is_told_with_everything_about_it() {
    assertThat(status("POST", "/notes/alice", "key-alice", "hello")).isEqualTo(200);

    assertThat(heard.recorded)
        .containsExactly(
            new AuditEvent(
                Toy.CLOCK.instant(),
                AuditEvent.Kind.ACCESS,
                ALICE,
                new Deed("memory:write", List.of("default/alice"), List.of("default/alice")),
                Ending.allowed("200"),
                new Correlation("r-9", "127.0.0.1", "POST /notes/{user}")));
    assertThat(heard.noted).isEmpty();
    assertThat(heard.counted).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          METHOD | TARGET        | KEY        | BODY     | TOLD
          GET    | /notes/alice  | key-alice  | hello    | allowed 200
          GET    | /notes/alice  | slow-alice | hello    | allowed 200
          POST   | /notes/alice  | key-alice  | gone     | allowed 401
          POST   | /notes/alice  | key-alice  | dear     | allowed 403
          POST   | /notes/alice  | key-alice  | leak     | failed ForeignRowException
          POST   | /notes/alice  | key-alice  | bug      | failed IllegalStateException
          POST   | /notes/alice  | key-alice  | store    | failed StoreUnavailableException
          POST   | /notes/alice  | key-alice  | nonsense |
          GET    | /open         | key-alice  |          |
          GET    | /nothing      | key-alice  |          |
          """)
  void how_it_ended_is_told_once(
      String method, String target, String key, String body, String told) {
    int _ = status(method, target, key, body == null ? "" : body);

    assertThat(heard.recorded)
        .extracting(event -> event.ending().outcome().word() + " " + event.ending().reason())
        .containsExactlyElementsOf(told == null ? List.of() : List.of(told));
    assertThat(heard.noted).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          METHOD | TARGET        | KEY        | WHO         | ACTION       | ON             | REASON
          GET    | /self         | wrong      | ''          | ''           | ''             | UNKNOWN_KEY
          POST   | /notes/alice  | wrong      | ''          | ''           | ''             | UNKNOWN_KEY
          POST   | /notes/bob    | key-alice  | user:alice  | memory:write | default/bob    | OUT_OF_REACH
          POST   | /notes/reader | key-reader | user:reader | memory:write | default/reader | ACTION_NOT_ALLOWED
          """)
  void a_refusal_is_told_with_its_real_reason(
      String method,
      String target,
      String key,
      String who,
      String action,
      String on,
      String reason) {
    int _ = status(method, target, key, "hello");

    assertThat(heard.recorded).isEmpty();
    assertThat(heard.noted)
        .hasSize(1)
        .first()
        .satisfies(event -> {
          assertThat(event.kind()).isEqualTo(AuditEvent.Kind.REFUSAL);
          assertThat(event.actor().principal()).isEqualTo(who);
          assertThat(event.deed().action()).isEqualTo(action);
          assertThat(event.deed().on()).isEqualTo(on.isEmpty() ? List.of() : List.of(on));
          assertThat(event.ending()).isEqualTo(Ending.denied(reason));
          assertThat(event.correlation().request()).isEqualTo("r-9");
          assertThat(event.correlation().address()).isEqualTo("127.0.0.1");
        });
  }

  @Test
  void a_flood_of_one_refusal_is_told_once_and_then_counted() {
    AuthEvents events = new AuthEvents(Toy.CLOCK, heard);
    for (int i = 0; i < 1_000; i++) {
      events.refused(Refusal.UNKNOWN_KEY, new Correlation("r-" + i, "127.0.0.1", "GET /self"));
    }
    assertThat(heard.noted).hasSize(1);

    events.flush();

    assertThat(heard.noted).extracting(AuditEvent::times).containsExactly(1L, 999L);
  }

  @Test
  void whoever_is_shown_itself_is_counted_only() {
    assertThat(status("GET", "/self", "key-alice", "")).isEqualTo(200);
    assertThat(status("GET", "/self", "slow-alice", "")).isEqualTo(200);

    assertThat(heard.counted).containsExactly("user:alice GET /self", "user:alice GET /self");
    assertThat(heard.recorded).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"GET, hello", "POST, hello", "POST, bug"})
  void nothing_is_shown_that_could_not_be_written_down(String method, String body) {
    heard.writes = false;

    Reply reply = pipeline.answer(request(method, "/notes/alice", body, "X-API-Key", "key-alice"));

    assertThat(reply.status()).isIn(503, 500);
    assertThat(Toy.text(reply)).doesNotContain("alice");
    assertThat(toy.log).as("it was done").hasSize(1);
  }

  @Test
  void nothing_is_done_while_nothing_can_be_written_down() {
    heard.ready = false;

    Reply reply =
        pipeline.answer(request("POST", "/notes/alice", "hello", "X-API-Key", "key-alice"));

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.header("Retry-After")).isPresent();
    assertThat(toy.log).isEmpty();
    assertThat(status("GET", "/self", "key-alice", "")).as("touches no memory").isEqualTo(200);
  }
}

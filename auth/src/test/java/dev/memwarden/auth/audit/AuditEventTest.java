package dev.memwarden.auth.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Callers;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Extent;
import dev.memwarden.auth.Place;
import dev.memwarden.auth.SettableClock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AuditEventTest {

  @Test
  void an_actor_is_named_and_proves_nothing() {
    assertThat(Actor.of(Callers.identity("service:ingest@acme")))
        .isEqualTo(new Actor("acme", "service:ingest", "api_key", "key-of-ingest"));
  }

  @Test
  void a_deed_says_what_was_asked_for_and_whose_memory_was_shown() {
    Box alices = Box.ofUser("default", "alice");
    Box session =
        Box.exactly(
            new Place(
                "default",
                Optional.of("bob/b"),
                Optional.empty(),
                Optional.of("s1"),
                Optional.empty()));

    Deed deed =
        Deed.of(
                List.of(
                    new Demand(Action.MEMORY_READ, alices),
                    new Demand(Action.MEMORY_WRITE, alices),
                    Demand.optional(Action.MEMORY_READ, session)))
            .showing("default", List.of(session, alices.with(Axis.TENANT, Extent.ANY), session));

    assertThat(deed)
        .isEqualTo(
            new Deed(
                "memory:read,memory:write",
                List.of("default/alice", "default/bob%2Fb/-/s1/-"),
                List.of("default/bob%2Fb", "default/alice")));
  }

  @Test
  void a_deed_with_very_many_places_says_how_many() {
    List<String> places = IntStream.range(0, 40).mapToObj(i -> "default/u" + i).toList();
    Deed deed = new Deed("memory:read", places, places.subList(0, Deed.MAX_TEXTS + 1));

    assertThat(deed.on()).hasSize(Deed.MAX_TEXTS + 1).endsWith("default/u15", "+24");
    assertThat(deed.shown()).hasSize(Deed.MAX_TEXTS + 1).endsWith("default/u16");
    assertThat(new Deed("memory:read", deed.on(), deed.shown())).isEqualTo(deed);
  }

  @Test
  void a_fault_is_named_without_what_it_says() {
    assertThat(Ending.failed(new IllegalStateException("sks-secret")))
        .isEqualTo(new Ending(Ending.Outcome.FAILED, "IllegalStateException"));
  }

  @ParameterizedTest
  @EnumSource(AuditEvent.Kind.class)
  void a_kind_is_read_as_it_is_written(AuditEvent.Kind kind) {
    assertThat(AuditEvent.Kind.of(kind.word())).isEqualTo(kind);
    assertThat(AuditEvent.Kind.of(kind.name())).isEqualTo(AuditEvent.Kind.UNKNOWN);
  }

  @ParameterizedTest
  @EnumSource(Ending.Outcome.class)
  void an_outcome_is_read_as_it_is_written(Ending.Outcome outcome) {
    assertThat(Ending.Outcome.of(outcome.word())).isEqualTo(outcome);
    assertThat(Ending.Outcome.of("nonsense")).isEqualTo(Ending.Outcome.UNKNOWN);
  }

  @Test
  void what_is_alike_differs_only_in_when_and_in_which_request() {
    AuditEvent later =
        new AuditEvent(
            Events.NEW_YEAR.plusSeconds(5),
            Events.READ.kind(),
            Events.READ.actor(),
            Events.READ.deed(),
            Events.READ.ending(),
            new Correlation("r-2", "192.0.2.1", "GET /memories"));

    assertThat(later.alike()).isEqualTo(Events.READ.alike());
    assertThat(Events.READ.alike().times(Events.NEW_YEAR, 7))
        .satisfies(seven -> {
          assertThat(seven.times()).isEqualTo(7);
          assertThat(seven.at()).isEqualTo(Events.NEW_YEAR);
          assertThat(seven.correlation())
              .isEqualTo(new Correlation("", "192.0.2.1", "GET /memories"));
        });
    assertThat(Events.numbered(1).alike()).isNotEqualTo(Events.READ.alike());
  }

  @Test
  void times_are_as_exact_as_every_store_keeps_them() {
    Instant exact = Instant.parse("2026-01-01T00:00:00.123456789Z");

    assertThat(Events.READ.times(exact, 1).at())
        .isEqualTo(Instant.parse("2026-01-01T00:00:00.123456Z"));
  }

  @Test
  void work_for_a_request_knows_which() {
    Correlation request = new Correlation("r-1", "192.0.2.1", "GET /self");

    assertThat(Correlation.current()).isEqualTo(Correlation.NONE);
    assertThat(request.<Correlation>during(Correlation::current)).isEqualTo(request);
    request.run(() -> assertThat(Correlation.current()).isEqualTo(request));
    assertThat(Correlation.current()).isEqualTo(Correlation.NONE);
  }

  @Test
  void a_log_is_read_whole_or_not_at_all() {
    SettableClock clock = new SettableClock();
    Allow admin = Callers.allow(Callers.identity("admin:root@acme"), Action.AUDIT_READ, clock);
    Allow narrow =
        Callers.allow(
            Callers.identity(
                Callers.principal("admin:root"),
                Ceiling.of(Action.ALL, Box.ofUser("default", "alice"))),
            Action.AUDIT_READ,
            clock);
    Allow other = Callers.allow(Callers.identity("admin:root"), Action.KEYS_MANAGE, clock);

    assertThat(admin.requireTenant(Action.AUDIT_READ)).isEqualTo("acme");
    for (Allow less : Arrays.asList(narrow, other)) {
      assertThat(less.isWhole(Action.AUDIT_READ)).isFalse();
      assertThatIllegalStateException().isThrownBy(() -> less.requireTenant(Action.AUDIT_READ));
    }
  }

  @Test
  void a_question_asks_for_something() {
    assertThat(AuditQuery.oldest(1).limit()).isOne();
    assertThat(AuditQuery.Field.USER.word()).isEqualTo("user");
    assertThatIllegalArgumentException().isThrownBy(() -> AuditQuery.oldest(0));
  }

  @Test
  void an_auditor_that_keeps_nothing_hinders_nothing() {
    Auditor.NONE.ready();
    Auditor.NONE.record(Events.READ);
    Auditor.NONE.note(Events.READ);
    Auditor.NONE.count(Callers.identity("user:alice"), "GET /self");

    assertThat(Auditor.NONE).isNotNull();
  }
}

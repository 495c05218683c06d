package dev.memwarden.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.memwarden.auth.Action;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.audit.Actor;
import dev.memwarden.auth.audit.AuditEvent;
import dev.memwarden.auth.audit.AuditEvent.Kind;
import dev.memwarden.auth.audit.Correlation;
import dev.memwarden.auth.audit.Deed;
import dev.memwarden.auth.audit.Ending;
import dev.memwarden.server.audit.AuditConfig.Mode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AuditTrailTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOON);

  private final HeldLog log = new HeldLog();
  private final Logger logger = (Logger) LoggerFactory.getLogger(Losses.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    logger.setAdditive(false);
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(lines);
    logger.setAdditive(true);
  }

  private AuditTrail trail(Mode mode) {
    return new AuditTrail(log, mode, CLOCK);
  }

  private static AuditEvent event(int number) {
    return new AuditEvent(
        NOON,
        Kind.ACCESS,
        Actor.of(identity("alice")),
        Deed.to("memory:read", "default/alice"),
        Ending.allowed("200"),
        new Correlation("r-" + number, "192.0.2.1", "GET /memories"));
  }

  private static Identity identity(String user) {
    return new Identity(
        new Principal(Principal.Kind.USER, "default", user),
        Set.of(),
        Ceiling.of(Action.MEMORY_AND_CHAT, Box.EVERYWHERE),
        new CredentialRef(CredentialRef.Kind.API_KEY, "key-of-" + user));
  }

  private List<String> alarms() {
    return lines.list.stream()
        .flatMap(line -> line.getKeyValuePairs().stream())
        .filter(pair -> pair.key.equals("alarm"))
        .map(pair -> String.valueOf(pair.value))
        .toList();
  }

  @Test
  void closed_what_was_recorded_is_in_the_log_when_it_returns() {
    trail(Mode.FAIL_CLOSED).record(event(1));

    assertThat(log.events).containsExactly(event(1));
  }

  // Attack 7.4.
  @Test
  void closed_a_full_disk_refuses_what_was_done_and_then_blocks_until_there_is_room() {
    AuditTrail trail = trail(Mode.FAIL_CLOSED);
    log.full = true;

    assertThatThrownBy(() -> trail.record(event(1))).isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(trail::ready).isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(trail::ready).isInstanceOf(StoreUnavailableException.class);
    assertThat(alarms()).containsExactly("audit_unavailable");
    assertThat(trail.lost()).isOne();

    log.full = false;
    assertThatCode(trail::ready).doesNotThrowAnyException();
    trail.record(event(2));
    assertThat(log.events)
        .extracting(AuditEvent::kind, AuditEvent::times)
        .containsExactly(tuple(Kind.LOST, 1L), tuple(Kind.ACCESS, 1L));
  }

  @Test
  void closed_one_request_tries_whether_there_is_room_and_the_others_are_refused_meanwhile()
      throws InterruptedException {
    AuditTrail trail = trail(Mode.FAIL_CLOSED);
    log.full = true;
    assertThatThrownBy(() -> trail.record(event(1))).isInstanceOf(StoreUnavailableException.class);
    log.full = false;
    log.hold = new CountDownLatch(1);
    Thread first = Thread.ofVirtual().start(trail::ready);
    while (first.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }

    assertThatThrownBy(trail::ready).isInstanceOf(StoreUnavailableException.class);

    log.hold.countDown();
    first.join();
    assertThatCode(trail::ready).doesNotThrowAnyException();
  }

  // Attack 7.4.
  @Test
  void open_a_full_disk_hinders_nobody_and_is_counted_and_raises_an_alarm() {
    AuditTrail trail = trail(Mode.FAIL_OPEN);
    log.full = true;
    for (int i = 0; i < 5; i++) {
      trail.ready();
      trail.record(event(i));
      trail.drain();
    }
    trail.flush();

    assertThat(trail.lost()).isEqualTo(5);
    assertThat(alarms()).containsExactly("audit_unavailable", "audit_lost");

    log.full = false;
    trail.record(event(6));
    trail.drain();
    assertThat(log.events).hasSize(2);
    assertThat(log.events.getFirst().kind()).isEqualTo(Kind.LOST);
    assertThat(log.events.getFirst().times()).isEqualTo(5);
    assertThat(log.events.getLast()).isEqualTo(event(6));
  }

  @Test
  void open_nobody_waits_for_a_slow_disk() {
    log.hold = new CountDownLatch(1);
    try (AuditTrail trail = AuditTrail.started(log, Mode.FAIL_OPEN, CLOCK)) {
      for (int i = 0; i < 1_000; i++) {
        trail.record(event(i));
      }
      assertThat(log.events).isEmpty();
      log.hold.countDown();
    }

    assertThat(log.events)
        .as("all of them, in order, when it is closed")
        .isEqualTo(IntStream.range(0, 1_000).mapToObj(AuditTrailTest::event).toList());
  }

  @Test
  void open_what_comes_too_fast_is_lost_and_counted() {
    AuditTrail trail = trail(Mode.FAIL_OPEN);
    for (int i = 0; i < AuditTrail.QUEUE + 7; i++) {
      trail.record(event(i));
    }

    assertThat(trail.lost()).isEqualTo(7);
    trail.drain();
    assertThat(log.events).hasSize(AuditTrail.QUEUE + 1);
    assertThat(log.events.getFirst().times()).isEqualTo(7);
  }

  @Test
  void open_whatever_goes_wrong_what_comes_after_it_is_written() throws InterruptedException {
    log.bugs.set(1);
    try (AuditTrail trail = AuditTrail.started(log, Mode.FAIL_OPEN, CLOCK)) {
      trail.record(event(1));
      assertThat(log.asked.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
      trail.record(event(2));
      assertThat(log.asked.tryAcquire(2, 10, TimeUnit.SECONDS)).as("not only at the end").isTrue();
    }

    assertThat(log.events)
        .extracting(AuditEvent::kind, event -> event.correlation().request(), AuditEvent::times)
        .containsExactly(tuple(Kind.LOST, "", 1L), tuple(Kind.ACCESS, "r-2", 1L));
    assertThat(alarms()).contains("audit_unavailable");
  }

  @Test
  void closed_whatever_goes_wrong_what_was_done_is_counted_as_lost() {
    AuditTrail trail = trail(Mode.FAIL_CLOSED);
    log.bugs.set(1);

    assertThatThrownBy(() -> trail.record(event(1))).isInstanceOf(IllegalStateException.class);
    assertThat(trail.lost()).isOne();
    assertThat(alarms()).containsExactly("audit_unavailable");

    trail.ready();
    assertThat(log.events).extracting(AuditEvent::kind).containsExactly(Kind.LOST);
  }

  @Test
  void off_nothing_is_written() {
    AuditTrail trail = trail(Mode.OFF);
    log.full = true;
    trail.ready();
    trail.record(event(1));
    trail.note(event(2));
    trail.count(identity("alice"), "GET /self");
    trail.withheld(event(3));
    trail.close();

    assertThat(log.events).isEmpty();
    assertThat(trail.lost()).isZero();
  }

  @Test
  void checks_are_counted_per_credential_and_way() {
    AuditTrail trail = trail(Mode.FAIL_CLOSED);
    String self = "GET /self";
    String keys = "GET /auth/keys";
    for (int i = 0; i < 100; i++) {
      trail.count(identity("alice"), self);
    }
    trail.count(identity("bob"), self);
    trail.count(identity("bob"), keys);
    assertThat(log.events).isEmpty();

    trail.flush();
    trail.drain();

    assertThat(log.events)
        .extracting(event ->
            event.kind().word()
                + " "
                + event.actor().principal()
                + " "
                + event.actor().credential()
                + " "
                + event.correlation().via()
                + " "
                + event.times())
        .containsExactlyInAnyOrder(
            "check user:alice key-of-alice GET /self 100",
            "check user:bob key-of-bob GET /self 1",
            "check user:bob key-of-bob GET /auth/keys 1");
    log.events.clear();
    trail.flush();
    trail.drain();
    assertThat(log.events).as("nothing since").isEmpty();
  }

  @Test
  void checks_of_very_many_credentials_fill_no_disk() {
    AuditTrail trail = trail(Mode.FAIL_CLOSED);
    for (int i = 0; i < 20_000; i++) {
      trail.count(identity("u" + i), "GET /self");
    }
    trail.flush();
    trail.drain();

    assertThat(log.events).hasSize(AuditTrail.MAX_CHECKS + 1);
    assertThat(log.events.stream().mapToLong(AuditEvent::times).sum()).isEqualTo(20_000);
    assertThat(log.events).extracting(event -> event.actor().principal()).contains("many");
  }

  @Test
  void a_record_that_is_withheld_again_and_again_is_told_once_and_counted() {
    AuditTrail trail = trail(Mode.FAIL_CLOSED);
    List<AuditEvent> records = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      records.add(
          new AuditEvent(
              NOON,
              Kind.WITHHELD,
              Actor.SERVER,
              Deed.to("record_withheld", "memory:" + i),
              Ending.denied("INTEGRITY"),
              Correlation.NONE));
    }
    for (int i = 0; i < 10; i++) {
      trail.withheld(records.getFirst());
    }
    trail.drain();
    assertThat(log.events).containsExactly(records.getFirst());
    records.forEach(trail::withheld);
    trail.flush();
    trail.drain();

    assertThat(log.events.size()).isLessThanOrEqualTo(AuditTrail.MAX_WITHHELD + 2);
    assertThat(log.events.stream().mapToLong(AuditEvent::times).sum()).isEqualTo(310);
  }

  @Test
  void what_was_only_counted_is_written_when_it_is_closed() {
    try (AuditTrail trail = AuditTrail.started(log, Mode.FAIL_CLOSED, CLOCK)) {
      trail.count(identity("alice"), "GET /self");
      trail.note(event(1));
    }

    assertThat(log.events).extracting(AuditEvent::kind).containsExactly(Kind.ACCESS, Kind.CHECK);
  }
}

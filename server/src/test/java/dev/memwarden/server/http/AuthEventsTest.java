package dev.memwarden.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.audit.Correlation;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AuthEventsTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(AuthEvents.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:30Z"));
  private final AuthEvents events = new AuthEvents(now::get);

  @BeforeEach
  void listen() {
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(lines);
    logger.setAdditive(true);
    logger.setLevel(null);
  }

  @Test
  void a_flood_of_one_kind_is_two_lines() {
    for (int i = 0; i < 1_000; i++) {
      refuse(Refusal.UNKNOWN_KEY, "192.0.2.1");
    }
    now.set(now.get().plusSeconds(60));
    refuse(Refusal.EXPIRED, "192.0.2.2");

    assertThat(messages())
        .containsExactly("request refused", "requests refused again", "request refused");
    assertThat(lines.list.get(1).getKeyValuePairs().toString())
        .contains("reason=\"UNKNOWN_KEY\"", "address=\"192.0.2.1\"", "times=\"999\"");
  }

  @Test
  void kinds_are_told_apart_by_reason_and_address() {
    refuse(Refusal.UNKNOWN_KEY, "192.0.2.1");
    refuse(Refusal.WRONG_SECRET, "192.0.2.1");
    refuse(Refusal.UNKNOWN_KEY, "192.0.2.2");

    assertThat(messages()).hasSize(3);
  }

  @Test
  void a_flood_from_everywhere_is_bounded() {
    for (int i = 0; i < 65_536; i++) {
      refuse(Refusal.UNKNOWN_KEY, "10.1." + (i >> 8) + "." + (i & 255));
    }

    assertThat(lines.list).hasSizeLessThanOrEqualTo(AuthEvents.MAX_KINDS + 1);
  }

  @Test
  void a_stop_loses_no_count() {
    refuse(Refusal.UNKNOWN_KEY, "192.0.2.1");
    refuse(Refusal.UNKNOWN_KEY, "192.0.2.1");
    events.flush();

    assertThat(messages()).containsExactly("request refused", "requests refused again");
  }

  private List<String> messages() {
    return lines.list.stream().map(ILoggingEvent::getMessage).toList();
  }

  private void refuse(Refusal why, String address) {
    events.refused(why, new Correlation("r-1", address, "GET /self"));
  }
}

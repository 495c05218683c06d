package dev.memwarden.server.dialect.redisams.working;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.fastapi.Part;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @Test
  void of_what_is_no_longer_in_the_window_the_newest_are_known() {
    Ledger next = remembered(2_500, "m").next(Set.of("m3"), Set.of(), List.of());

    assertThat(next.messages()).hasSize(2_001).containsKeys("m3", "m500", "m2499");
    assertThat(next.messages()).doesNotContainKeys("m0", "m499");
  }

  @Test
  void long_ids_are_fewer() {
    Ledger next = remembered(500, "\u6f22".repeat(250)).next(Set.of(), Set.of(), List.of());

    assertThat(next.messages().size()).isBetween(300, 349);
  }

  @Test
  void what_waits_is_bounded_and_the_newest() {
    List<Said> removed =
        IntStream.range(0, 50).mapToObj(i -> said("m" + i, "x".repeat(30_000))).toList();

    List<Said> waiting = Ledger.NEW.next(Set.of(), Set.of(), removed).pending();

    assertThat(waiting).hasSize(34).startsWith(removed.get(16)).endsWith(removed.getLast());
  }

  @Test
  void what_is_remembered_or_shown_or_never_promoted_does_not_wait() {
    Ledger ledger = remembered(1, "m");
    List<Said> removed =
        List.of(
            said("m0", "remembered"),
            said("shown", "shown"),
            new Said("tool", "tool", "42", NOON),
            said("waits", "waits"));

    assertThat(ledger.next(Set.of("shown"), Set.of(), removed).pending())
        .containsExactly(removed.getLast());
  }

  @Test
  void what_is_known_no_more_is_not_remembered_anew_for_that() {
    List<Said> removed = IntStream.range(0, 2_500).mapToObj(i -> said("m" + i, "tea")).toList();

    Ledger next = remembered(2_500, "m").next(Set.of(), Set.of(), removed);

    assertThat(next.messages()).hasSize(2_000);
    assertThat(next.pending()).isEmpty();
  }

  @Test
  void what_is_noted_does_not_wait_any_more() {
    Said said = said("a", "tea");
    Ledger ledger = Ledger.NEW.next(Set.of(), Set.of(), List.of(said));

    Ledger noted = ledger.noted(List.of("a"), List.of("f"), true, NOON);

    assertThat(noted.pending()).isEmpty();
    assertThat(noted.messages()).containsExactly(Map.entry("a", NOON));
    assertThat(noted.memories()).containsExactly(Map.entry("f", NOON));
    assertThat(noted.extracted()).containsExactly("a");
  }

  @Test
  void it_is_read_as_it_was_written() {
    Ledger ledger =
        remembered(3, "m")
            .next(Set.of(), Set.of(), List.of(said("a", "tea")))
            .noted(List.of("b"), List.of("f"), true, NOON.plusNanos(1_000));

    assertThat(Part.known(ledger.json(), Ledger::known)).isEqualTo(ledger);
  }

  private static Ledger remembered(int count, String name) {
    Map<String, Instant> messages = new LinkedHashMap<>();
    IntStream.range(0, count).forEach(i -> messages.put(name + i, NOON));
    return new Ledger(messages, Map.of(), Set.of(), List.of());
  }

  private static Said said(String id, String content) {
    return new Said(id, "user", content, NOON);
  }
}

package dev.memwarden.auth.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TallyTest {
  private final Tally<String> tally = new Tally<>(2, "others");

  @Test
  void the_first_of_its_kind_is_told_apart() {
    assertThat(tally.add("a")).isTrue();
    assertThat(tally.add("a")).isFalse();
    assertThat(tally.add("b")).isTrue();
    assertThat(tally.drain()).isEqualTo(Map.of("a", 2L, "b", 1L));
  }

  @Test
  void it_begins_anew_when_it_was_asked() {
    assertThat(tally.add("a")).isTrue();
    assertThat(tally.drain()).hasSize(1);

    assertThat(tally.drain()).isEmpty();
    assertThat(tally.add("a")).isTrue();
  }

  @Test
  void beyond_the_limit_all_are_counted_together_and_none_is_the_first() {
    assertThat(tally.add("a")).isTrue();
    assertThat(tally.add("b")).isTrue();
    for (int i = 0; i < 1_000; i++) {
      assertThat(tally.add("c" + i)).isFalse();
    }

    assertThat(tally.add("a")).as("known before").isFalse();
    assertThat(tally.drain()).isEqualTo(Map.of("a", 2L, "b", 1L, "others", 1_000L));
  }

  @Test
  void what_was_told_when_it_came_is_not_told_again() {
    for (String kind : List.of("a", "a", "a", "b", "c", "d")) {
      boolean _ = tally.add(kind);
    }

    assertThat(tally.drainUntold()).isEqualTo(Map.of("a", 2L, "others", 2L));
    assertThat(tally.drainUntold()).isEmpty();
    assertThat(tally.add("a")).isTrue();
  }

  @Test
  void nothing_is_lost_or_counted_twice_while_it_is_asked() throws InterruptedException {
    int threads = 4;
    int each = 50_000;
    AtomicLong counted = new AtomicLong();
    AtomicInteger running = new AtomicInteger(threads);
    AtomicInteger firsts = new AtomicInteger();
    List<Thread> all = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int own = t;
      all.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < each; i++) {
                  if (tally.add("kind" + (own + i) % 3)) {
                    firsts.incrementAndGet();
                  }
                }
                running.decrementAndGet();
              }));
    }
    int kinds = 0;
    while (running.get() > 0) {
      Map<String, Long> drained = tally.drain();
      kinds += drained.size() - (drained.containsKey("others") ? 1 : 0);
      drained.values().forEach(counted::addAndGet);
    }
    for (Thread thread : all) {
      thread.join();
    }
    Map<String, Long> rest = tally.drain();
    kinds += rest.size() - (rest.containsKey("others") ? 1 : 0);
    rest.values().forEach(counted::addAndGet);

    assertThat(counted.get()).isEqualTo((long) threads * each);
    assertThat(firsts.get()).isEqualTo(kinds);
  }
}

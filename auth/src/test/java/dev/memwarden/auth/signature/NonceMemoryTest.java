package dev.memwarden.auth.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.StoreUnavailableException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class NonceMemoryTest {
  private final NonceMemory memory = new NonceMemory(5, 3, 65, 1000);

  @Test
  void a_nonce_is_new_once_for_each_key() {
    assertThat(memory.isNew("k", "a", 1001, 1001)).isTrue();
    assertThat(memory.isNew("k", "a", 1001, 1001)).isFalse();
    assertThat(memory.isNew("k", "a", 1060, 1060)).isFalse();
    assertThat(memory.isNew("k", "A", 1001, 1001)).isTrue();
    assertThat(memory.isNew("j", "a", 1001, 1001)).isTrue();
  }

  @Test
  void remembers_to_the_last_second_and_not_longer() {
    assertThat(memory.isNew("k", "a", 1001, 1001)).isTrue();
    assertThat(memory.isNew("k", "a", 1066, 1066)).isFalse();
    assertThat(memory.isNew("k", "a", 1067, 1067)).isTrue();
  }

  @Test
  void of_what_was_before_it_nothing_is_known() {
    assertThatThrownBy(() -> memory.isNew("k", "a", 1000, 1001))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(memory.isNew("k", "a", 1001, 1001)).isTrue();
  }

  @Test
  void what_was_forgotten_is_not_new_again_when_the_clock_is_set_back() {
    assertThat(memory.isNew("k", "a", 1010, 1008)).isTrue();
    assertThat(memory.isNew("k", "b", 1100, 1100)).isTrue();

    assertThatThrownBy(() -> memory.isNew("k", "a", 1010, 1020))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(memory.isNew("k", "c", 1011, 1020)).isTrue();
  }

  @Test
  void takes_nothing_more_when_it_is_full_until_something_is_forgotten() {
    for (String nonce : List.of("a", "b", "c")) {
      assertThat(memory.isNew("k", nonce, 1001, 1001)).isTrue();
    }
    // Of this key; others have room.
    assertThatThrownBy(() -> memory.isNew("k", "d", 1001, 1001))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(memory.isNew("k", "a", 1001, 1001)).isFalse();
    assertThat(memory.isNew("j", "a", 1001, 1050)).isTrue();
    assertThat(memory.isNew("j", "b", 1001, 1050)).isTrue();
    assertThatThrownBy(() -> memory.isNew("i", "a", 1001, 1050))
        .isInstanceOf(StoreUnavailableException.class);

    assertThat(memory.isNew("k", "d", 1067, 1067)).isTrue();
    assertThat(memory.isNew("i", "a", 1067, 1067)).isTrue();
  }

  @Test
  void of_many_at_once_one_is_the_first() throws ExecutionException, InterruptedException {
    NonceMemory large = new NonceMemory(1_000, 1_000, 65, 0);
    List<Callable<Boolean>> all =
        new ArrayList<>(Collections.nCopies(64, () -> large.isNew("k", "a", 1, 1)));
    int first = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> answer : threads.invokeAll(all)) {
        first += answer.get() ? 1 : 0;
      }
    }
    assertThat(first).isEqualTo(1);
  }
}

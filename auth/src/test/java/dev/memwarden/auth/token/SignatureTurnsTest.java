package dev.memwarden.auth.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SignatureTurnsTest {

  @Test
  void soManyAreCheckedAtOnceAndNoMore() throws ExecutionException, InterruptedException {
    SignatureTurns turns = new SignatureTurns(2);
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        all.add(
            threads.submit(() ->
                turns.check(() -> {
                  most.accumulateAndGet(now.incrementAndGet(), Math::max);
                  Thread.yield();
                  now.decrementAndGet();
                  return true;
                })));
      }
      for (Future<Boolean> one : all) {
        assertThat(one.get()).isTrue();
      }
    }
    assertThat(most).hasValueBetween(1, 2);
  }

  @Test
  void answersAsItsCheckDoesAndGivesTheTurnBackAfterAFault() {
    SignatureTurns turns = new SignatureTurns(1);

    assertThat(turns.check(() -> true)).isTrue();
    assertThat(turns.check(() -> false)).isFalse();
    assertThatThrownBy(() ->
            turns.check(() -> {
              throw new IllegalStateException("a bug");
            }))
        .hasMessage("a bug");
    assertThat(turns.check(() -> true)).isTrue();
  }

  @Test
  void whoeverIsOneTooManyIsToldAtOnce() throws ExecutionException, InterruptedException {
    SignatureTurns turns = new SignatureTurns(1);
    CountDownLatch open = new CountDownLatch(1);
    // The one that is checked, and all who may wait.
    Phaser placed = new Phaser(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> all = new ArrayList<>();
      all.add(
          threads.submit(() ->
              turns.check(() -> {
                placed.arrive();
                return awaited(open);
              })));
      placed.awaitAdvance(0);
      for (int i = 0; i < SignatureTurns.MAX_WAITING; i++) {
        all.add(threads.submit(() -> turns.check(() -> true)));
      }
      while (turns.waiting() < SignatureTurns.MAX_WAITING) {
        Thread.onSpinWait();
      }

      assertThatThrownBy(() -> turns.check(() -> true))
          .isInstanceOf(StoreUnavailableException.class);
      open.countDown();
      for (Future<Boolean> one : all) {
        assertThat(one.get()).isTrue();
      }
    }
    assertThat(turns.check(() -> true)).isTrue();
  }

  @Test
  void whoIsInterruptedKnowsNothingAndHoldsNothing() {
    SignatureTurns turns = new SignatureTurns(1);
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> turns.check(() -> true)).isInstanceOf(StoreUnavailableException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(turns.check(() -> true)).isTrue();
  }

  private static boolean awaited(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

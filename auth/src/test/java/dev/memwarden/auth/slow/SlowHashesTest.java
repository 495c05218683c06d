package dev.memwarden.auth.slow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.Secret;
import dev.memwarden.auth.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlowHashesTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String BCRYPT =
      "$2b$04$abcdefghijklmnopqrstuuXW5JZg9aMqUYNJxQVUKvcx/Agx.PPZe";

  private final SlowHashes hashes = new SlowHashes("test", 1, 1, LONG);
  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void close() {
    release.countDown();
    hashes.close();
  }

  @Test
  void computes_on_a_thread_of_its_own() {
    assertThat(hashes.on(() -> Thread.currentThread().getName())).startsWith("test-");
    assertThat(hashes.on(() -> Thread.currentThread().isVirtual())).isFalse();
    assertThat(hashes.proves(BcryptHash.read(BCRYPT), Secret.of("token"))).isTrue();
    assertThat(hashes.proves(BcryptHash.read(BCRYPT), Secret.of("other"))).isFalse();
  }

  @Test
  void says_that_it_does_not_know_when_too_many_wait()
      throws ExecutionException, InterruptedException {
    CountDownLatch refused = new CountDownLatch(2);
    AtomicInteger answered = new AtomicInteger();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> busy = callers.submit(() -> hashes.on(blocked()));
      started.await();
      // One of them may wait.
      for (int i = 0; i < 3; i++) {
        var _ =
            callers.submit(() -> {
              try {
                assertThat(hashes.on(() -> true)).isTrue();
                answered.incrementAndGet();
              } catch (StoreUnavailableException e) {
                assertThat(e).hasMessage("too many keys wait to be checked");
                refused.countDown();
              }
            });
      }
      refused.await();
      release.countDown();
      busy.get();
    }
    assertThat(answered).hasValue(1);
  }

  private Callable<Boolean> blocked() {
    return () -> {
      started.countDown();
      release.await();
      return true;
    };
  }

  @Test
  void a_caller_does_not_wait_for_ever() {
    SlowHashes impatient = new SlowHashes("test", 1, 1, Duration.ofMillis(1));

    assertThatThrownBy(() -> impatient.on(blocked()))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessage("checking the key takes too long");
    release.countDown();
    impatient.close();
  }

  @Test
  void a_failure_is_no_answer() {
    assertThatThrownBy(() ->
            hashes.on(() -> {
              throw new IllegalStateException("broken");
            }))
        .isInstanceOf(StoreUnavailableException.class)
        .hasRootCauseMessage("broken");
  }

  @Test
  void once_closed_it_answers_nothing() {
    hashes.close();

    assertThatThrownBy(() -> hashes.proves(BcryptHash.read(BCRYPT), Secret.of("token")))
        .isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void those_who_ask_the_same_at_once_share_one_answer()
      throws ExecutionException, InterruptedException {
    // One thread that is busy and a queue of one: of many, only one could get in by itself.
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> busy = callers.submit(() -> hashes.on(blocked()));
      started.await();
      List<Future<Boolean>> answers = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        answers.add(
            callers.submit(() -> hashes.proves(BcryptHash.read(BCRYPT), Secret.of("token"))));
      }
      release.countDown();
      busy.get();
      for (Future<Boolean> answer : answers) {
        assertThat(answer.get()).isTrue();
      }
    }
  }
}

package dev.memwarden.memory.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.memory.EmbedderUnavailableException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class LaneTest {

  @Test
  void results_come_in_order() {
    try (var lane = new Lane("test", 2, 100)) {
      assertThat(lane.each(List.of("a", "bb", ""), String::length)).containsExactly(1, 2, 0);
    }
  }

  @Test
  void too_much_at_once_is_refused_and_a_lot_alone_is_not()
      throws ExecutionException, InterruptedException {
    var started = new CountDownLatch(1);
    var finish = new CountDownLatch(1);
    try (var lane = new Lane("test", 1, 10);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<String> tooMuch = List.of("x".repeat(11));
      Future<List<Integer>> first =
          callers.submit(() -> lane.each(tooMuch, text -> lengthAfter(text, started, finish)));
      started.await();

      assertThatThrownBy(() -> lane.each(List.of("x"), String::length))
          .isInstanceOf(EmbedderUnavailableException.class)
          .hasMessageContaining("too much");
      finish.countDown();
      assertThat(first.get()).containsExactly(11);
      assertThat(lane.each(List.of("x"), String::length)).containsExactly(1);
    }
  }

  @Test
  void a_failure_is_told_and_leaves_room() {
    try (var lane = new Lane("test", 1, 10)) {
      List<String> texts = List.of("x123456789");

      assertThatThrownBy(() -> lane.each(texts, Integer::parseInt).forEach(_ -> {}))
          .isInstanceOf(EmbedderUnavailableException.class)
          .hasRootCauseInstanceOf(NumberFormatException.class);
      assertThat(lane.each(texts, String::length)).containsExactly(10);
    }
  }

  private static int lengthAfter(String text, CountDownLatch started, CountDownLatch finish) {
    started.countDown();
    try {
      finish.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return text.length();
  }
}

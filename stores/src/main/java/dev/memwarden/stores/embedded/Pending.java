package dev.memwarden.stores.embedded;

import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.audit.Correlation;
import dev.memwarden.stores.sql.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One piece of work on its way through a queue: somebody waits for it, a platform thread does it,
/// for the same request.
final class Pending<T> {
  private enum State {
    QUEUED,
    TAKEN,
    WITHDRAWN
  }

  private final Work<T> work;
  private final Correlation cause = Correlation.current();
  private final AtomicReference<State> state = new AtomicReference<>(State.QUEUED);
  private final CountDownLatch answered = new CountDownLatch(1);
  private @Nullable T value; // published by the latch
  private @Nullable RuntimeException failure;

  Pending(Work<T> work) {
    this.work = work;
  }

  /// Whether the work is still wanted; from now on it cannot be withdrawn.
  boolean take() {
    return state.compareAndSet(State.QUEUED, State.TAKEN);
  }

  /// Does the work. What goes wrong in it belongs to whoever waits, and is told by [#answer].
  ///
  /// @return whether it went well
  boolean perform(Connection connection) {
    // A task carries over whatever goes wrong, so that nothing has to be caught here.
    FutureTask<T> task = new FutureTask<>(() -> work.in(connection));
    cause.run(task);
    if (task.state() == Future.State.SUCCESS) {
      value = task.resultNow();
      return true;
    }
    failure =
        switch (task.exceptionNow()) {
          case SQLException e -> new StoreUnavailableException("the database cannot answer", e);
          case RuntimeException e -> e;
          case Throwable e -> new IllegalStateException("a change of the store failed", e);
        };
    return false;
  }

  /// Adds what went wrong in the work, if anything did, to what came of it.
  void explain(Exception consequence) {
    if (failure != null) {
      consequence.addSuppressed(failure);
    }
  }

  /// Lets the waiting thread have the outcome.
  void answer() {
    answered.countDown();
  }

  /// Lets the waiting thread have a failure, whatever became of the work itself.
  void fail(RuntimeException why) {
    failure = why;
    answered.countDown();
  }

  /// Waits for the outcome. An interrupt withdraws work that was not begun; what was begun is
  /// waited for, so that nobody is left not knowing whether it happened.
  T await() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          answered.await();
          return outcome();
        } catch (InterruptedException e) {
          interrupted = true;
          if (state.compareAndSet(State.QUEUED, State.WITHDRAWN)) {
            throw new StoreUnavailableException("interrupted before it was begun", e);
          }
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private T outcome() {
    if (failure != null) {
      throw failure;
    }
    return Optional.ofNullable(value)
        .orElseThrow(() -> new IllegalStateException("work must have a result"));
  }
}

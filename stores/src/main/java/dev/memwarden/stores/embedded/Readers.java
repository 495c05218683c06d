package dev.memwarden.stores.embedded;

import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.stores.sql.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A few platform threads with a read connection each; callers, mostly virtual threads, wait for
/// their answer. Native calls would pin a virtual thread to its carrier, so they never make them.
final class Readers implements AutoCloseable {
  /// Questions that may wait. Beyond that the store is overloaded and says so.
  private static final int QUEUE = 10_000;

  private final BlockingQueue<Pending<?>> queue = new ArrayBlockingQueue<>(QUEUE);
  private final AtomicBoolean open = new AtomicBoolean(true);
  private final List<Connection> connections;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicInteger running;

  /// @param name of the threads
  /// @param connections one for each thread; used and closed by this alone
  Readers(String name, List<Connection> connections) {
    this.connections = List.copyOf(connections);
    this.running = new AtomicInteger(this.connections.size());
    for (Connection connection : this.connections) {
      String number = name + "-" + threads.size();
      threads.add(Thread.ofPlatform().name(number).daemon().unstarted(() -> run(connection)));
    }
  }

  Readers start() {
    threads.forEach(Thread::start);
    return this;
  }

  /// Asks and waits for the answer.
  ///
  /// @throws StoreUnavailableException if there is none
  <T> T read(Work<T> question) {
    if (!open.get()) {
      throw new StoreUnavailableException("the store is closed");
    }
    Pending<T> pending = new Pending<>(question);
    if (!queue.offer(pending)) {
      throw new StoreUnavailableException("too many questions are waiting");
    }
    // The threads may have ended in between; then nobody else would answer.
    if (running.get() == 0) {
      refuseQueued();
    }
    return pending.await();
  }

  private void run(Connection connection) {
    try {
      while (open.get() || !queue.isEmpty()) {
        Pending<?> pending = next();
        if (pending != null && pending.take()) {
          answer(pending, connection);
        }
      }
    } finally {
      if (running.decrementAndGet() == 0) {
        refuseQueued();
      }
    }
  }

  private @Nullable Pending<?> next() {
    try {
      return open.get() ? queue.take() : queue.poll();
    } catch (InterruptedException _) {
      open.set(false); // asked to end; what waits is still answered
      return null;
    }
  }

  private static void answer(Pending<?> pending, Connection connection) {
    boolean performed = false;
    try {
      pending.perform(connection);
      performed = true;
    } finally {
      if (performed) {
        pending.answer();
      } else {
        pending.fail(new StoreUnavailableException("the reader ended"));
      }
    }
  }

  private void refuseQueued() {
    List<Pending<?>> left = new ArrayList<>();
    queue.drainTo(left);
    left.forEach(pending -> pending.fail(new StoreUnavailableException("the store is closed")));
  }

  @Override
  public void close() {
    open.set(false);
    threads.forEach(Thread::interrupt);
    threads.forEach(Joining::join);
    try {
      for (Connection connection : connections) {
        connection.close();
      }
    } catch (SQLException e) {
      throw new StoreUnavailableException("cannot close the database", e);
    }
  }
}

package dev.memwarden.stores.embedded;

import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.stores.sql.Sql;
import dev.memwarden.stores.sql.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that changes the database.
///
/// It takes all changes that wait, up to [#GROUP], gives each its own savepoint, commits once, and
/// only then answers: one flush to disk serves many callers, and an answer means that the change is
/// durable. A change that fails is undone alone; if the commit fails, all of the group do.
final class Writer implements AutoCloseable {
  /// Changes that may wait. Beyond that the store is overloaded and says so.
  static final int QUEUE = 10_000;

  /// Changes in one transaction; bounds how long the first of them waits for the others.
  private static final int GROUP = 256;

  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

  private final Connection connection;
  private final Runnable afterCommit;
  private final BlockingQueue<Pending<?>> queue = new ArrayBlockingQueue<>(QUEUE);
  private final AtomicBoolean open = new AtomicBoolean(true);
  private final AtomicBoolean ended = new AtomicBoolean();
  private final Thread thread;

  /// @param connection used and closed by this alone
  /// @param afterCommit called by the writer thread after each commit; must be quick
  Writer(Connection connection, Runnable afterCommit) {
    this.connection = connection;
    this.afterCommit = afterCommit;
    this.thread = Thread.ofPlatform().name("memwarden-writer").daemon().unstarted(this::run);
  }

  Writer start() {
    thread.start();
    return this;
  }

  /// Makes a change and waits until it is durable.
  ///
  /// @throws StoreUnavailableException if it was not made, or cannot be known to be
  <T> T write(Work<T> change) {
    Pending<T> pending = new Pending<>(change);
    submit(pending);
    return pending.await();
  }

  /// Makes a change some time soon; nobody learns how it went.
  void later(Work<?> change) {
    submit(new Pending<>(change));
  }

  /// How many changes wait.
  int waiting() {
    return queue.size();
  }

  private void submit(Pending<?> pending) {
    if (!open.get()) {
      throw new StoreUnavailableException("the store is closed");
    }
    if (!queue.offer(pending)) {
      throw new StoreUnavailableException("too many changes are waiting");
    }
    // The thread may have ended in between; then nobody else would answer.
    if (ended.get()) {
      refuseQueued();
    }
  }

  private void run() {
    try {
      while (open.get() || !queue.isEmpty()) {
        List<Pending<?>> group = next();
        if (!group.isEmpty()) {
          commit(group);
        }
      }
    } finally {
      open.set(false);
      ended.set(true);
      refuseQueued();
    }
  }

  private List<Pending<?>> next() {
    List<Pending<?>> group = new ArrayList<>();
    try {
      Pending<?> first = open.get() ? queue.take() : queue.poll();
      if (first != null) {
        group.add(first);
        queue.drainTo(group, GROUP - 1);
        group.removeIf(pending -> !pending.take());
      }
    } catch (InterruptedException _) {
      open.set(false); // asked to end; what waits is still done
    }
    return group;
  }

  private void commit(List<Pending<?>> group) {
    List<Pending<?>> answerable = new ArrayList<>(group);
    try {
      execute("BEGIN IMMEDIATE");
      for (Pending<?> pending : group) {
        execute("SAVEPOINT one");
        if (!pending.perform(connection)) {
          execute("ROLLBACK TO one");
        }
        execute("RELEASE one");
      }
      execute("COMMIT");
      answerable.clear();
      group.forEach(Pending::answer);
      afterCommit.run();
    } catch (SQLException e) {
      // On a disk that is full SQLite undoes all of it by itself, and then misses the savepoint.
      group.forEach(pending -> pending.explain(e));
      LOG.error("event=commit_failed changes={}", group.size(), e);
      rollback();
      failAll(answerable, e);
    } finally {
      // Reached with unanswered work only if the thread dies of an Error.
      failAll(answerable, new SQLException("the writer ended"));
    }
  }

  private static void failAll(List<Pending<?>> group, SQLException cause) {
    group.forEach(
        pending -> pending.fail(new StoreUnavailableException("the change was not made", cause)));
    group.clear();
  }

  private void rollback() {
    try {
      execute("ROLLBACK");
    } catch (SQLException e) {
      LOG.debug("event=rollback_failed", e); // SQLite had rolled back by itself already
    }
  }

  private void execute(String sql) throws SQLException {
    Sql.of(sql).run(connection);
  }

  private void refuseQueued() {
    List<Pending<?>> left = new ArrayList<>();
    queue.drainTo(left);
    left.forEach(pending -> pending.fail(new StoreUnavailableException("the store is closed")));
  }

  /// Makes the changes that wait, then ends.
  @Override
  public void close() {
    open.set(false);
    thread.interrupt();
    Joining.join(thread);
    try {
      connection.close();
    } catch (SQLException e) {
      throw new StoreUnavailableException("cannot close the database", e);
    }
  }
}

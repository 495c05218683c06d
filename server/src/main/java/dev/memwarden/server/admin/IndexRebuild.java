package dev.memwarden.server.admin;

import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Rebuilds the search index in the background, one rebuild at a time. Searches go on meanwhile.
public final class IndexRebuild {
  private static final Logger LOG = LoggerFactory.getLogger(IndexRebuild.class);

  /// What does the work.
  @FunctionalInterface
  public interface Work {
    /// Rebuilds all of it.
    ///
    /// @param progress is told how many rows are done, and of how many
    void run(Progress progress);
  }

  /// Hears how far it is.
  @FunctionalInterface
  public interface Progress {
    void at(long done, long total);
  }

  /// How far it is.
  ///
  /// @param phase of the last rebuild
  public record State(Phase phase, long done, long total) {}

  /// Where a rebuild is.
  public enum Phase {
    NONE,
    RUNNING,
    DONE,
    FAILED
  }

  private final Work work;
  private final AtomicReference<State> state = new AtomicReference<>(new State(Phase.NONE, 0, 0));

  public IndexRebuild(Work work) {
    this.work = work;
  }

  /// How far the last rebuild is.
  public State state() {
    return state.get();
  }

  /// Starts a rebuild, unless one is running.
  public State start() {
    State before = state.get();
    State running = new State(Phase.RUNNING, 0, 0);
    if (before.phase() != Phase.RUNNING && state.compareAndSet(before, running)) {
      Thread.ofVirtual()
          .name("index-rebuild")
          .uncaughtExceptionHandler((_, fault) -> fail(fault))
          .start(this::run);
    }
    return state.get();
  }

  private void run() {
    work.run((done, total) -> state.set(new State(Phase.RUNNING, done, total)));
    State last = state.get();
    state.set(new State(Phase.DONE, last.total(), last.total()));
    LOG.info("search index rebuilt from {} rows", last.total());
  }

  private void fail(Throwable fault) {
    State last = state.get();
    state.set(new State(Phase.FAILED, last.done(), last.total()));
    LOG.error("the search index could not be rebuilt", fault);
  }
}

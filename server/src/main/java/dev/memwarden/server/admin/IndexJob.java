package dev.memwarden.server.admin;

import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.server.http.Json;
import dev.memwarden.stores.Stores;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// The rebuild of the search index that runs, one at a time, or what came of the last one.
final class IndexJob {
  private static final Logger LOG = LoggerFactory.getLogger(IndexJob.class);

  private enum State {
    IDLE,
    RUNNING,
    DONE,
    FAILED
  }

  private record Progress(State state, long done, long total) {}

  private final Stores.Rebuild rebuild;
  private final AtomicReference<Progress> progress =
      new AtomicReference<>(new Progress(State.IDLE, 0, 0));

  IndexJob(Stores.Rebuild rebuild) {
    this.rebuild = rebuild;
  }

  /// Begins, unless it has begun before and is not done; returns at once.
  void start() {
    Progress last = progress.get();
    boolean first =
        last.state() != State.RUNNING
            && progress.compareAndSet(last, new Progress(State.RUNNING, 0, 0));
    if (first) {
      Thread.ofVirtual().name("index-rebuild").start(this::run);
    }
  }

  private void run() {
    Progress end = new Progress(State.FAILED, 0, 0);
    try {
      long items =
          rebuild.run((done, total) -> progress.set(new Progress(State.RUNNING, done, total)));
      end = new Progress(State.DONE, items, items);
    } catch (StoreUnavailableException e) {
      LOG.error("the search index could not be made anew", e);
    } finally {
      progress.set(end);
    }
  }

  /// How far it is: `state` (`idle`, `running`, `done`, `failed`), and how many memories of how
  /// many are indexed.
  ObjectNode json() {
    Progress now = progress.get();
    return Json.object()
        .put("state", now.state().name().toLowerCase(Locale.ROOT))
        .put("done", now.done())
        .put("total", now.total());
  }
}

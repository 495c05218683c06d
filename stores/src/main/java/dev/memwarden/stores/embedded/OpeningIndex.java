package dev.memwarden.stores.embedded;

import dev.memwarden.auth.Allow;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.memory.MemoryIndex;
import dev.memwarden.memory.Question;
import dev.memwarden.stores.lucene.IndexProgress;
import dev.memwarden.stores.lucene.LuceneIndex;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An index that is being opened, or even made anew, while the rest already serves: whoever
/// searches waits for it. If it cannot be opened, searches fail and everything else works.
final class OpeningIndex implements MemoryIndex, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpeningIndex.class);

  private final FutureTask<LuceneIndex> opening;
  private final Thread thread;

  OpeningIndex(Callable<LuceneIndex> open) {
    this.opening = new FutureTask<>(open);
    this.thread = Thread.ofPlatform().name("memwarden-index-opening").daemon().start(this::run);
  }

  private void run() {
    opening.run();
    if (opening.state() == FutureTask.State.FAILED) {
      LOG.error("event=index_unavailable", opening.exceptionNow());
    }
  }

  @Override
  public List<Ranked> search(Allow allow, Question question) {
    return await().search(allow, question);
  }

  /// Makes the index anew from the truth, once it is open; see [LuceneIndex#rebuild].
  long rebuild(IndexProgress progress) {
    return await().rebuild(progress);
  }

  /// Tells that the log has grown; returns at once.
  void wake() {
    if (opening.state() == FutureTask.State.SUCCESS) {
      opening.resultNow().wake();
    }
  }

  /// The index, once it is open.
  ///
  /// @throws StoreUnavailableException if it could not be opened
  LuceneIndex await() {
    try {
      return opening.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("interrupted while the index was being opened", e);
    } catch (ExecutionException e) {
      throw new StoreUnavailableException("the index could not be opened", e);
    }
  }

  /// Waits until it is open, to close it properly.
  @Override
  public void close() {
    Joining.join(thread);
    if (opening.state() == FutureTask.State.SUCCESS) {
      opening.resultNow().close();
    }
  }
}

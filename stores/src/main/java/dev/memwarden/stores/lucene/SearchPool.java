package dev.memwarden.stores.lucene;

import dev.memwarden.auth.StoreUnavailableException;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.store.AlreadyClosedException;

/// The platform threads that use Lucene. Searching is work for the processor, and a thread that is
/// interrupted inside of Lucene closes the index for everybody: so callers only wait, and nobody
/// interrupts these.
final class SearchPool implements AutoCloseable {
  private static final int QUEUE = 10_000;

  private final ThreadPoolExecutor threads;

  SearchPool(int size) {
    this.threads =
        new ThreadPoolExecutor(
            size,
            size,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE),
            Thread.ofPlatform().name("memwarden-search-", 0).daemon().factory());
  }

  /// Waits for what `work` returns.
  ///
  /// @throws StoreUnavailableException if it fails with an [IOException], too much waits, or the
  ///   caller is interrupted
  <T> T call(Callable<T> work) {
    Future<T> future;
    try {
      future = threads.submit(work);
    } catch (RejectedExecutionException e) {
      throw new StoreUnavailableException("too many searches are waiting", e);
    }
    try {
      return future.get();
    } catch (InterruptedException e) {
      boolean _ = future.cancel(false);
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("interrupted while searching", e);
    } catch (ExecutionException e) {
      throw unwrapped(e);
    }
  }

  private static RuntimeException unwrapped(ExecutionException e) {
    return switch (e.getCause()) {
      case IOException cause -> new StoreUnavailableException("the index cannot answer", cause);
      case AlreadyClosedException cause ->
          new StoreUnavailableException("the index is closed", cause);
      case RuntimeException cause -> cause;
      case Error cause -> throw cause;
      case null, default -> new IllegalStateException("a search failed in an unknown way", e);
    };
  }

  /// Waits for searches that run or wait; an interrupt is kept for later.
  @Override
  public void close() {
    threads.shutdown();
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = threads.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

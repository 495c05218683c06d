package dev.memwarden.auth.token;

import dev.memwarden.auth.StoreUnavailableException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// The platform threads that check signatures with public keys. That takes up to a millisecond of a
/// processor: callers only wait for it, and a flood of wrong tokens leaves processors for others.
public final class SignaturePool implements AutoCloseable {
  private static final int QUEUE = 1_000;
  private static final int IDLE_SECONDS = 60;

  private final ThreadPoolExecutor threads;

  /// @param size how many threads there are at most; none is started before there is work
  public SignaturePool(int size) {
    this.threads =
        new ThreadPoolExecutor(
            size,
            size,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE),
            Thread.ofPlatform().name("memwarden-signatures-", 0).daemon().factory());
    threads.allowCoreThreadTimeOut(true);
  }

  /// Waits for what `check` says.
  ///
  /// @throws StoreUnavailableException if too much waits already, or the caller is interrupted
  public boolean check(BooleanSupplier check) {
    Future<Boolean> answer;
    try {
      answer = threads.submit(check::getAsBoolean);
    } catch (RejectedExecutionException e) {
      throw new StoreUnavailableException("too many signatures wait to be checked", e);
    }
    try {
      return answer.get();
    } catch (InterruptedException e) {
      boolean _ = answer.cancel(false);
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("interrupted while a signature was checked", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a signature could not be checked", e);
    }
  }

  @Override
  public void close() {
    threads.close();
  }
}

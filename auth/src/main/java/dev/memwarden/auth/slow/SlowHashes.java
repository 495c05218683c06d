package dev.memwarden.auth.slow;

import dev.memwarden.auth.Secret;
import dev.memwarden.auth.Sha256;
import dev.memwarden.auth.StoreUnavailableException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A few platform threads that slow hashes are computed on, and a bound on what may wait for them.
/// Threads end when there is nothing to do. Thread-safe.
public final class SlowHashes implements AutoCloseable {
  private static final int QUEUE = 64;
  private static final Duration IDLE = Duration.ofSeconds(30);

  private final Duration patience;
  private final ThreadPoolExecutor threads;
  private final Turns<Question, Boolean> proving = new Turns<>(this);

  private record Question(SlowHash hash, String digest) {}

  /// One for what requests wait for: half of the processors stay free for everybody else.
  public static SlowHashes ofProcess() {
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    return new SlowHashes("slow-hash", threads, QUEUE, Duration.ofSeconds(20));
  }

  /// @param threads how many hashes are computed at once
  /// @param queue how many more may wait
  /// @param patience how long a caller waits at most
  public SlowHashes(String name, int threads, int queue, Duration patience) {
    this.patience = patience;
    this.threads =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE.toSeconds(),
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queue),
            Thread.ofPlatform().daemon().name(name + "-", 0).factory());
    this.threads.allowCoreThreadTimeOut(true);
  }

  /// Whether `hash` is that of `text`. Callers who ask the same at the same time share one answer.
  ///
  /// @throws StoreUnavailableException if too many wait, or it takes too long
  public boolean proves(SlowHash hash, Secret text) {
    return proving.once(new Question(hash, digest(text)), () -> hash.proves(text));
  }

  /// A new bcrypt hash of `text`.
  ///
  /// @throws StoreUnavailableException if too many wait, or it takes too long
  public SlowHash bcrypt(Secret text, SecureRandom random) {
    return on(() -> SlowHash.bcrypt(text, random));
  }

  /// Does `work` on one of the threads, and waits for it. If the wait is too long, the work goes
  /// on.
  ///
  /// @throws StoreUnavailableException if too many wait, it takes too long, or it fails
  public <T> T on(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    execute(task);
    return await(task);
  }

  void execute(Runnable task) {
    try {
      threads.execute(task);
    } catch (RejectedExecutionException e) {
      throw new StoreUnavailableException("too many keys wait to be checked", e);
    }
  }

  <T> T await(FutureTask<T> result) {
    try {
      return result.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new StoreUnavailableException("checking the key takes too long", e);
    } catch (ExecutionException | CancellationException e) {
      throw new StoreUnavailableException("the key could not be checked", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("interrupted while a key was checked", e);
    }
  }

  /// Takes no more work and forgets what waits.
  @Override
  public void close() {
    for (Runnable waiting : threads.shutdownNow()) {
      if (waiting instanceof FutureTask<?> task) {
        task.cancel(false);
      }
    }
  }

  private static String digest(Secret text) {
    return HexFormat.of().formatHex(text.reveal(Sha256::of));
  }
}

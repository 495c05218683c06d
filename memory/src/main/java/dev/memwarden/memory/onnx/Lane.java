package dev.memwarden.memory.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.memwarden.memory.EmbedderUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/// A few platform threads for one kind of work, and a bound on what may wait for them: a caller
/// that would wait too long is told at once.
final class Lane implements AutoCloseable {
  private final ExecutorService threads;
  private final int maxBytes;
  private final Semaphore bytes;

  /// @param maxBytes most text that may be in work and waiting, in bytes of UTF-8
  Lane(String name, int threads, int maxBytes) {
    this.threads =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name(name + "-", 0).factory());
    this.maxBytes = maxBytes;
    this.bytes = new Semaphore(maxBytes);
  }

  /// Does `work` on each text, and waits for all of it. What is larger than the bound alone may
  /// pass when nothing else is there.
  ///
  /// @throws EmbedderUnavailableException if too much waits already, if any work failed, or if this
  ///   is closed
  <T> List<T> each(List<String> texts, Function<String, T> work) {
    int size = texts.stream().mapToInt(text -> text.getBytes(UTF_8).length).sum();
    int permits = Math.clamp(size, 1, maxBytes);
    if (!bytes.tryAcquire(permits)) {
      throw new EmbedderUnavailableException("too much text waits to be embedded");
    }
    try {
      List<Future<T>> done = new ArrayList<>();
      for (String text : texts) {
        done.add(submit(() -> work.apply(text)));
      }
      return done.stream().map(Waiting::forResult).toList();
    } finally {
      bytes.release(permits);
    }
  }

  private <T> Future<T> submit(Callable<T> task) {
    try {
      return threads.submit(task);
    } catch (RejectedExecutionException e) {
      throw new EmbedderUnavailableException("the embedder is closed", e);
    }
  }

  /// Ends what runs and takes no more.
  @Override
  public void close() {
    threads.close();
  }
}

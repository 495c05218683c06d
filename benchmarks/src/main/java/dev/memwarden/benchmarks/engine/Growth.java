package dev.memwarden.benchmarks.engine;

import dev.memwarden.benchmarks.Latencies;
import dev.memwarden.benchmarks.Permissions;
import dev.memwarden.memory.MemoryEngine;
import dev.memwarden.memory.Message;
import dev.memwarden.memory.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Adds the memories of the corpus: most of them by several writers at once, the last ones by one
/// alone, whose times count.
final class Growth {
  private static final int WRITERS = 16;
  private static final int MOST_ALONE = 500;

  private final Corpus corpus;
  private final MemoryEngine engine;
  private final Permissions permissions;

  Growth(Corpus corpus, MemoryEngine engine, Permissions permissions) {
    this.corpus = corpus;
    this.engine = engine;
    this.permissions = permissions;
  }

  /// @param perSecond additions by several writers at once
  /// @param alone times of one writer
  record Added(double perSecond, Latencies alone) {}

  /// Goes from so many memories to so many.
  Added grow(int from, int to) {
    int together = to - Math.min(MOST_ALONE, (to - from) / 4);
    long begin = System.nanoTime();
    AtomicInteger next = new AtomicInteger(from);
    List<Future<?>> working = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < WRITERS; i++) {
        working.add(
            threads.submit(() -> {
              for (int at = next.getAndIncrement(); at < together; at = next.getAndIncrement()) {
                Outcome _ = add(engine, at);
              }
            }));
      }
      for (Future<?> one : working) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a writer failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    Latencies alone = new Latencies();
    for (int at = together; at < to; at++) {
      long start = System.nanoTime();
      Outcome _ = add(engine, at);
      alone.add(System.nanoTime() - start);
    }
    return new Added((together - from) / seconds, alone);
  }

  /// Adds one text of the corpus for its owner.
  Outcome add(MemoryEngine through, int number) {
    int owner = corpus.owner(number);
    Outcome outcome =
        through.add(
            permissions.own(owner),
            Permissions.place(owner),
            List.of(Message.ofUser(corpus.text(number))),
            "{}",
            false);
    if (outcome.effects().getFirst().event() != Outcome.Event.ADD) {
      throw new IllegalStateException("not new: " + corpus.text(number));
    }
    return outcome;
  }
}

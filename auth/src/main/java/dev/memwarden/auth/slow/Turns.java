package dev.memwarden.auth.slow;

import dev.memwarden.auth.StoreUnavailableException;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.FutureTask;

/// Those who ask the same question at the same time wait for one answer.
///
/// @param <Q> a question, with its `equals`
/// @param <T> an answer
public final class Turns<Q, T> {
  private final SlowHashes threads;
  private final ConcurrentMap<Q, FutureTask<T>> asked = new ConcurrentHashMap<>();

  /// @param threads where questions are worked on
  public Turns(SlowHashes threads) {
    this.threads = threads;
  }

  /// The answer to `question`, by `work` unless somebody else is at it already.
  ///
  /// @throws StoreUnavailableException if too many wait, it takes too long, or it fails
  public T once(Q question, Callable<T> work) {
    FutureTask<T> own =
        new FutureTask<>(() -> {
          try {
            return work.call();
          } finally {
            asked.remove(question);
          }
        });
    FutureTask<T> first = asked.putIfAbsent(question, own);
    if (first != null) {
      return threads.await(first);
    }
    boolean taken = false;
    try {
      threads.execute(own);
      taken = true;
    } finally {
      if (!taken) {
        asked.remove(question);
        own.cancel(false);
      }
    }
    return threads.await(own);
  }
}

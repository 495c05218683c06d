package dev.memwarden.server.leak;

import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.audit.Correlation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/// Does the same with each of very many, a few at once: a store that writes several changes
/// together then has several, and nobody else waits behind all of them.
final class FewAtOnce {

  /// How many.
  static final int FEW = 16;

  private FewAtOnce() {}

  /// What `work` makes of each, in the same order. Works for whatever this thread works for.
  ///
  /// @throws StoreUnavailableException as `work`, or if this thread is interrupted; at most [#FEW]
  ///   were done beyond the first that failed
  static <T, R> List<R> each(List<T> all, Function<T, R> work) {
    Correlation correlation = Correlation.current();
    List<R> results = new ArrayList<>(all.size());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < all.size(); i += FEW) {
        List<Callable<R>> some =
            all.subList(i, Math.min(i + FEW, all.size())).stream()
                .<Callable<R>>map(one -> () -> correlation.during(() -> work.apply(one)))
                .toList();
        for (Future<R> done : threads.invokeAll(some)) {
          results.add(done.get());
        }
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("interrupted while many were worked on", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof StoreUnavailableException away
          ? away
          : new IllegalStateException("one of many failed", e.getCause());
    }
  }
}

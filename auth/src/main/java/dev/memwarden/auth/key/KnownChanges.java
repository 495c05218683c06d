package dev.memwarden.auth.key;

import dev.memwarden.auth.News;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Counts the changes of authority that are known here. It must hear of each after all who remember
/// something have let go of it.
public final class KnownChanges implements News, AuthorityListener {
  private final AtomicLong count = new AtomicLong();
  private final Optional<AuthorityWatch> watch;

  /// @param watch finds out what other processes have changed, if there may be others
  public KnownChanges(Optional<AuthorityWatch> watch) {
    this.watch = watch;
  }

  @Override
  public long count() {
    return count.get();
  }

  @Override
  public void hear() {
    watch.ifPresent(AuthorityWatch::hear);
  }

  @Override
  public void invalidate(String id) {
    long _ = count.incrementAndGet();
  }

  @Override
  public void invalidateAll() {
    long _ = count.incrementAndGet();
  }
}

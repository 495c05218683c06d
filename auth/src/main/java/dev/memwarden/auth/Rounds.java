package dev.memwarden.auth;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// What threads do again and again in the background, for as long as the process runs.
///
/// The only place beside the edge and a library that catches whatever there is. A thread that ends,
/// or a timer that forgets its task, does so in silence, and what it did is missed much later:
/// nobody follows revocations, nothing is written down, no certificate is renewed. Whoever uses
/// this says what went wrong, and goes on.
public final class Rounds {
  private Rounds() {}

  /// Does `work` once.
  ///
  /// @return what went wrong
  public static Optional<RuntimeException> attempt(Runnable work) {
    return attempt(
        () -> {
          work.run();
          return Optional.empty();
        },
        Optional::of);
  }

  /// Does `work` once.
  ///
  /// @param failed makes the result where something went wrong
  public static <T> T attempt(Supplier<T> work, Function<RuntimeException, T> failed) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      return failed.apply(e);
    }
  }
}

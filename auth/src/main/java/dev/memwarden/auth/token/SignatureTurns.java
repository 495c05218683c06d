package dev.memwarden.auth.token;

import dev.memwarden.auth.StoreUnavailableException;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/// Bounds how many signatures with public keys are checked at once. That takes up to a millisecond
/// of a processor: whoever comes later waits for a turn, and a flood of wrong tokens leaves
/// processors for others. Thread-safe.
///
/// **Cost**: the check alone, on the thread that asks; for a virtual thread waiting costs nothing.
public final class SignatureTurns {

  /// How many may wait for a turn.
  static final int MAX_WAITING = 1_000;

  private final Semaphore places;
  private final Semaphore turns;

  /// @param atOnce how many are checked at the same time
  public SignatureTurns(int atOnce) {
    this.turns = new Semaphore(atOnce, true);
    this.places = new Semaphore(atOnce + MAX_WAITING);
  }

  /// What `check` says once it was its turn.
  ///
  /// @throws StoreUnavailableException if too many wait already, or the caller is interrupted
  public boolean check(BooleanSupplier check) {
    if (!places.tryAcquire()) {
      throw new StoreUnavailableException("too many signatures wait to be checked");
    }
    try {
      turns.acquire();
    } catch (InterruptedException e) {
      places.release();
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("interrupted before a signature was checked", e);
    }
    try {
      return check.getAsBoolean();
    } finally {
      turns.release();
      places.release();
    }
  }

  /// How many wait for a turn, about.
  int waiting() {
    return turns.getQueueLength();
  }
}

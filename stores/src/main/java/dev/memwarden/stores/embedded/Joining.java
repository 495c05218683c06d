package dev.memwarden.stores.embedded;

/// Waits for threads that are about to end by themselves.
final class Joining {
  private Joining() {}

  /// Waits until `thread` has ended, even if the waiting one is interrupted meanwhile: what it
  /// finishes must not be cut off.
  static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

package dev.memwarden.memory.llm;

import java.time.Duration;

/// Waits between two tries. Given, so that tests need not wait.
@FunctionalInterface
public interface Pause {

  /// Blocks for `duration`.
  ///
  /// @throws InterruptedException if whoever waits is no longer wanted
  void pause(Duration duration) throws InterruptedException;
}

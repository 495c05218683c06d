package dev.memwarden.auth.limit;

import java.time.Duration;
import java.util.List;

/// What all servers together have let through, kept where each of them can add to it.
public interface SharedCounts {

  /// What one server has let through.
  ///
  /// @param id of whom it is counted for, the same on every server
  /// @param nanos how long it takes until that is paid for; below 0 to take back
  record Charge(long id, long nanos) {}

  /// Adds `charges`, each as if all of it had come `span` ago: that is when the first of it may
  /// have come, and nobody shall pay for the time that it took to tell.
  ///
  /// @return for each, in their order, how long it takes from now on until all that was counted for
  ///   its id is paid for, in nanoseconds; 0 or less if it is
  /// @throws dev.memwarden.auth.StoreUnavailableException if that is not known; some may have been
  ///   counted
  List<Long> add(List<Charge> charges, Duration span);
}

package dev.memwarden.memory;

import java.time.Instant;
import java.util.Optional;

/// When and how often an item was looked at, as far as a wire tells the engine. A hint: it is
/// outside of the integrity stamp, makes no version, and no decision reads it.
///
/// @param last empty if it never was
public record Access(Optional<Instant> last, long count) {

  /// Of what was never looked at.
  public static final Access NEVER = new Access(Optional.empty(), 0);
}

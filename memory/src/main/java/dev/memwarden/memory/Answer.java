package dev.memwarden.memory;

import java.util.List;
import java.util.Optional;

/// A reply to somebody who asked about their own memories.
///
/// @param text what to say
/// @param used the memories it is made of, best first
/// @param fallback how it was made, if not as configured
public record Answer(String text, List<Hit> used, Optional<Fallback> fallback) {
  public Answer {
    used = List.copyOf(used);
  }

  /// An answer made as configured.
  public Answer(String text, List<Hit> used) {
    this(text, used, Optional.empty());
  }
}

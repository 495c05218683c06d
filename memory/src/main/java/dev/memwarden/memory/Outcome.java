package dev.memwarden.memory;

import java.util.List;
import java.util.Optional;

/// What became of a conversation.
///
/// @param effects one per change, in order; none if there was no room
/// @param fallback how the changes were found, if not as configured
/// @param full set if nothing changed, as there was no room for what is new
public record Outcome(List<Effect> effects, Optional<Fallback> fallback, Optional<Put.Full> full) {
  public Outcome {
    effects = List.copyOf(effects);
  }

  /// What happened to one memory.
  ///
  /// @param memory as it is now; as it was, if it was deleted
  public record Effect(Event event, Memory memory) {}

  /// What can happen to a memory.
  public enum Event {
    /// It is new.
    ADD,
    /// It has another text.
    UPDATE,
    /// It is gone.
    DELETE,
    /// It was there already and is as it was.
    NONE
  }
}

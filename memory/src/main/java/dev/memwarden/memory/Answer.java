package dev.memwarden.memory;

import java.util.List;

/// A reply to somebody who asked about their own memories.
///
/// @param text what to say
/// @param used the memories it is made of, best first
public record Answer(String text, List<Hit> used) {
  public Answer {
    used = List.copyOf(used);
  }
}

package dev.memwarden.memory;

import java.util.Optional;
import java.util.Set;

/// What a [MemoryIndex] is asked.
///
/// @param words the question as text
/// @param meaning the question as a vector; without one only words rank
/// @param among the rows that may be found, as [MemoryStore#rows] named them; all if empty
/// @param limit at most this many
public record Question(
    String words,
    Optional<Embedding> meaning,
    Ranking ranking,
    Kind kind,
    Optional<Set<Long>> among,
    int limit) {

  public Question {
    among = among.map(Set::copyOf);
  }
}

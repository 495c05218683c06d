package dev.memwarden.memory;

import dev.memwarden.auth.Allow;
import java.util.List;

/// Ranks memories by meaning and words. Only ever a hint: what it returns is read again from the
/// truth, and it can be rebuilt from it.
public interface MemoryIndex {

  /// One ranked row.
  ///
  /// @param row names the memory to [MemoryStore#read]
  /// @param score above 0, higher is better; made of ranks alone, so that it tells nothing about
  ///   anybody else's text
  record Ranked(long row, double score) {}

  /// The best rows within the reach of the proof for `memory:read`. Sees every write that was
  /// acknowledged before the call.
  ///
  /// @param words the question as text
  /// @param meaning the question as a vector
  /// @param limit at most this many
  List<Ranked> search(Allow allow, String words, Embedding meaning, int limit);
}

package dev.memwarden.memory;

import dev.memwarden.auth.Allow;
import java.util.List;

/// Ranks memories by meaning and words. Only ever a hint: what it returns is read again from the
/// truth, and it can be rebuilt from it.
public interface MemoryIndex {

  /// One ranked row.
  ///
  /// @param row names the item to [MemoryStore#read]
  /// @param score higher is better; see [Ranking]. Made of what is in reach alone, so that it tells
  ///   nothing about anybody else's text
  record Ranked(long row, double score) {}

  /// The best rows of the kind within the reach of the proof for `memory:read`. Sees every write
  /// that was acknowledged before the call.
  List<Ranked> search(Allow allow, Question question);
}

package dev.memwarden.memory;

import java.util.List;

/// What an [Extractor] would do to memory. It names memories by holding them, so it can only mean
/// ones that it was given.
public sealed interface Change {

  /// Remember something new.
  ///
  /// @param relations what it says about its owner
  record Add(String text, List<Relation> relations) implements Change {
    public Add {
      relations = List.copyOf(relations);
    }
  }

  /// Give a known memory another text.
  ///
  /// @param relations what the new text says about its owner
  record Update(Memory known, String text, List<Relation> relations) implements Change {
    public Update {
      relations = List.copyOf(relations);
    }
  }

  /// Forget a known memory.
  record Delete(Memory known) implements Change {}

  /// Leave a known memory as it is: what was said is in it already.
  record Keep(Memory known) implements Change {}
}

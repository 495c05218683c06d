package dev.memwarden.memory;

import java.util.List;

/// Finds in a conversation what is worth remembering.
public interface Extractor {

  /// One thing to remember, and what it says about its owner.
  record Fact(String text, List<Relation> relations) {
    public Fact {
      relations = List.copyOf(relations);
    }
  }

  /// The facts of a conversation, in order; none if there is nothing to remember.
  ///
  /// @param owner how relations name whoever speaks as `user`
  List<Fact> extract(String owner, List<Message> conversation);
}

package dev.memwarden.memory;

import java.util.List;

/// Finds in a conversation what is worth remembering.
public interface Extractor {

  /// How many known memories it can make use of; 0 if none need be looked up.
  int appetite();

  /// What to change, in order; nothing if there is nothing to remember.
  ///
  /// @param owner how relations name whoever speaks as `user`
  /// @param known what is remembered already where the conversation belongs, nearest first; empty
  ///   also if the caller may not read there
  Extraction extract(String owner, List<Message> conversation, List<Memory> known);
}

package dev.memwarden.memory;

import java.util.List;

/// Answers a question from memories that a search found for it.
public interface Answerer {

  /// How many hits it can make use of.
  int appetite();

  /// How it answers, such as `extractive`, unless an answer tells of a [Fallback]; shown to the
  /// caller, who should know that no model spoke.
  String mode();

  /// Answers `question` from `hits` alone.
  ///
  /// @param hits best first; all of them may be shown to whoever asked
  Answer answer(String question, List<Hit> hits);
}

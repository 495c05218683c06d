package dev.memwarden.memory;

import java.util.List;
import java.util.Optional;

/// Says in short what was said at length. Thread-safe; may block on a model.
@FunctionalInterface
public interface Summarizer {

  /// What was said, in short.
  ///
  /// @param before what came before, in short already; may be empty text
  /// @param said in the order in which it was said
  /// @return empty if there is no usable summary now
  Optional<String> summarize(String before, List<Message> said);

  /// What is remembered, in short.
  ///
  /// @param wish what it shall be about, in the words of whoever wants it; may be empty text. One
  ///   that only knows conversations does without it
  /// @param remembered oldest first
  /// @return empty if there is no usable summary now
  default Optional<String> digest(String wish, List<String> remembered) {
    return summarize("", remembered.stream().map(Message::ofUser).toList());
  }
}

package dev.memwarden.memory;

import java.util.List;

/// Turns texts into vectors. Thread-safe; may block while the model loads.
public interface Embedder {

  /// Id of the model, stored beside each vector.
  String model();

  /// Length of its vectors.
  int dimensions();

  /// What each text to remember means, in order.
  ///
  /// @throws EmbedderUnavailableException if the model cannot be loaded or reached
  List<Embedding> embed(List<String> texts);

  /// What a question looks for; models may treat questions differently from what is remembered.
  ///
  /// @throws EmbedderUnavailableException if the model cannot be loaded or reached
  Embedding embedQuery(String text);
}

package dev.memwarden.memory.llm;

/// A model that goes on where a conversation stops. Thread-safe; blocks.
public interface LanguageModel {

  /// Its name at the endpoint.
  String name();

  /// What the model says next.
  ///
  /// @param budget what this and every other call of the same request may cost; charged here
  /// @throws LanguageModelUnavailableException if there is no whole answer within the budget
  Completion complete(Prompt prompt, Budget budget);
}

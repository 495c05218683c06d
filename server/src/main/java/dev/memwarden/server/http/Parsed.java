package dev.memwarden.server.http;

import tools.jackson.databind.JsonNode;

/// The outcome of reading a JSON text.
public sealed interface Parsed {

  /// A document.
  record Value(JsonNode node) implements Parsed {}

  /// No document that we take.
  ///
  /// @param position where reading stopped, in characters from the start
  /// @param message what is wrong there, for a person
  record Invalid(int position, String message) implements Parsed {}
}

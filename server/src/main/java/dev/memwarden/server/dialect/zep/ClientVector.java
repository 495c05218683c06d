package dev.memwarden.server.dialect.zep;

import dev.memwarden.memory.Embedding;
import dev.memwarden.server.http.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// A vector that a client made by a model of its own.
///
/// @param numbers none of them -0.0: JSON readers do not agree on it
record ClientVector(List<Float> numbers) {
  ClientVector {
    numbers = List.copyOf(numbers);
  }

  /// Reads an optional vector of the body; an empty one is left out, as it is for Go.
  static Optional<ClientVector> read(Reading reading, String name) {
    List<Float> numbers = new ArrayList<>();
    for (JsonNode node : reading.list(name, Embedding.MAX_CLIENT)) {
      if (!node.isNumber()) {
        return reading.wrong(reading.problem(name, "has what is no number"), Optional.empty());
      }
      numbers.add((float) node.doubleValue() + 0f);
    }
    if (numbers.isEmpty()) {
      return Optional.empty();
    }
    ClientVector vector = new ClientVector(numbers);
    return Embedding.pointsSomewhere(vector.floats())
        ? Optional.of(vector)
        : reading.wrong(
            reading.problem(name, "points nowhere: all numbers are 0, or one is too large"),
            Optional.empty());
  }

  int dimensions() {
    return numbers.size();
  }

  float[] floats() {
    float[] floats = new float[numbers.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = numbers.get(i);
    }
    return floats;
  }

  /// What is stored, or compared with what was, in a collection of its length.
  Embedding embedding() {
    return Embedding.ofClient(floats());
  }

  /// As a client sends it: each number in full, so that it is read as the same one.
  ArrayNode written() {
    ArrayNode array = Json.array();
    numbers.forEach(number -> array.add((double) number));
    return array;
  }
}

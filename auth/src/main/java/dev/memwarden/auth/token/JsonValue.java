package dev.memwarden.auth.token;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A value of a JSON document that was read strictly, see [StrictJson].
sealed interface JsonValue {

  /// A string.
  record Text(String text) implements JsonValue {}

  /// A number that a double can hold: RFC 8259 §6 expects no more of anybody.
  record Number(double value) implements JsonValue {}

  /// `true` or `false`.
  record Truth(boolean value) implements JsonValue {}

  /// `null`, which is a value: a claim that is null is there.
  record Null() implements JsonValue {}

  /// A list.
  record Array(List<JsonValue> items) implements JsonValue {
    public Array {
      items = List.copyOf(items);
    }
  }

  /// Members by name; each name came once.
  record Members(Map<String, JsonValue> byName) implements JsonValue {
    public Members {
      byName = Map.copyOf(byName);
    }

    Optional<JsonValue> member(String name) {
      return Optional.ofNullable(byName.get(name));
    }

    boolean has(String name) {
      return byName.containsKey(name);
    }
  }
}

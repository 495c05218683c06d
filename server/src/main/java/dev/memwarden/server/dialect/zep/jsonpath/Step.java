package dev.memwarden.server.dialect.zep.jsonpath;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// One step of a [JsonPath]. No step names one value twice, so that there are never more values
/// than the document has.
sealed interface Step {

  /// The member of this name (`.name`).
  record Member(String name) implements Step {}

  /// Every member (`.*`).
  record AnyMember() implements Step {}

  /// Every element (`[*]`).
  record AnyElement() implements Step {}

  /// Some elements (`[0]`, `[1 to last]`).
  record Elements(Index from, Index to) implements Step {}

  /// Where an element is.
  ///
  /// @param fromEnd whether it is counted from the last one backwards
  record Index(boolean fromEnd, int offset) {
    int in(int size) {
      return fromEnd ? size - 1 - offset : offset;
    }
  }

  /// Only what a condition is true of (`? (…)`).
  record Filter(Condition condition) implements Step {}

  /// Where the step leads from each of these values.
  default List<JsonNode> from(List<JsonNode> values) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode value : values) {
      switch (this) {
        case Member(String name) -> {
          for (JsonNode one : unwrapped(value)) {
            if (one.isObject() && one.has(name)) {
              found.add(one.get(name));
            }
          }
        }
        case AnyMember _ -> {
          for (JsonNode one : unwrapped(value)) {
            if (one.isObject()) {
              found.addAll(one.values());
            }
          }
        }
        case AnyElement _ -> found.addAll(unwrapped(value));
        case Elements(Index first, Index last) -> {
          List<JsonNode> elements = unwrapped(value);
          int end = Math.min(last.in(elements.size()), elements.size() - 1);
          for (int i = Math.max(0, first.in(elements.size())); i <= end; i++) {
            found.add(elements.get(i));
          }
        }
        case Filter(Condition condition) -> {
          for (JsonNode one : unwrapped(value)) {
            if (condition.of(one) == Truth.TRUE) {
              found.add(one);
            }
          }
        }
      }
    }
    return found;
  }

  /// The elements of an array; anything else as it is.
  static List<JsonNode> unwrapped(JsonNode value) {
    return value.isArray() ? List.copyOf(value.values()) : List.of(value);
  }
}

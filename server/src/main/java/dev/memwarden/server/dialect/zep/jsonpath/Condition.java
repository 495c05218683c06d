package dev.memwarden.server.dialect.zep.jsonpath;

import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// What a filter asks of a value, which it calls `@`.
sealed interface Condition {

  /// All of several (`&&`).
  record All(List<Condition> of) implements Condition {
    public All {
      of = List.copyOf(of);
    }
  }

  /// Any of several (`||`).
  record Any(List<Condition> of) implements Condition {
    public Any {
      of = List.copyOf(of);
    }
  }

  /// The opposite (`!(…)`).
  record Not(Condition of) implements Condition {}

  /// Whether a path leads to anything (`exists (@.name)`).
  record Exists(JsonPath path) implements Condition {}

  /// Whether anything that a path leads to compares so with a value (`@.name == "value"`).
  record Compares(JsonPath path, Comparison comparison, JsonNode value) implements Condition {}

  /// Whether a text that a path leads to starts so (`@.name starts with "prefix"`).
  record StartsWith(JsonPath path, String prefix) implements Condition {}

  /// What it is of this value.
  default Truth of(JsonNode here) {
    return switch (this) {
      case All(List<Condition> conditions) -> all(conditions, here);
      case Any(List<Condition> conditions) -> any(conditions, condition -> condition.of(here));
      case Not(Condition condition) -> condition.of(here).not();
      case Exists(JsonPath path) -> Truth.of(path.isIn(here));
      case Compares(JsonPath path, Comparison comparison, JsonNode value) ->
          any(elements(path, here), one -> comparison.of(one, value));
      case StartsWith(JsonPath path, String prefix) ->
          any(
              elements(path, here),
              one ->
                  one.isString() ? Truth.of(one.stringValue().startsWith(prefix)) : Truth.UNKNOWN);
    };
  }

  private static List<JsonNode> elements(JsonPath path, JsonNode here) {
    return path.from(here).stream().flatMap(one -> Step.unwrapped(one).stream()).toList();
  }

  private static Truth all(List<Condition> conditions, JsonNode here) {
    return any(conditions, condition -> condition.of(here).not()).not();
  }

  // True if anything is, in spite of others that are unknown.
  private static <T> Truth any(List<T> things, Function<T, Truth> truth) {
    Truth so = Truth.FALSE;
    for (T thing : things) {
      switch (truth.apply(thing)) {
        case TRUE -> {
          return Truth.TRUE;
        }
        case UNKNOWN -> so = Truth.UNKNOWN;
        case FALSE -> {}
      }
    }
    return so;
  }
}

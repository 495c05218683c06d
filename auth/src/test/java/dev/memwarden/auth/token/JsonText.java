package dev.memwarden.auth.token;

import dev.memwarden.auth.token.JsonValue.Array;
import dev.memwarden.auth.token.JsonValue.Members;
import dev.memwarden.auth.token.JsonValue.Null;
import dev.memwarden.auth.token.JsonValue.Number;
import dev.memwarden.auth.token.JsonValue.Text;
import dev.memwarden.auth.token.JsonValue.Truth;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Writes what [StrictJson] has read, in one way only: names in order, no white space, no escapes
/// that need not be.
final class JsonText {
  private JsonText() {}

  static String of(JsonValue value) {
    return switch (value) {
      case Text(String text) -> quoted(text);
      case Number(double number) -> Double.toString(number);
      case Truth(boolean truth) -> Boolean.toString(truth);
      case Null _ -> "null";
      case Array(var items) ->
          items.stream().map(JsonText::of).collect(Collectors.joining(",", "[", "]"));
      case Members(Map<String, JsonValue> members) ->
          new TreeMap<>(members)
              .entrySet().stream()
                  .map(one -> quoted(one.getKey()) + ":" + of(one.getValue()))
                  .collect(Collectors.joining(",", "{", "}"));
    };
  }

  /// How deep its brackets nest.
  static int depth(JsonValue value) {
    return switch (value) {
      case Array(var items) -> 1 + items.stream().mapToInt(JsonText::depth).max().orElse(0);
      case Members(var members) ->
          1 + members.values().stream().mapToInt(JsonText::depth).max().orElse(0);
      case Text _, Number _, Truth _, Null _ -> 0;
    };
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c < ' ' || c == '"' || c == '\\') {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}

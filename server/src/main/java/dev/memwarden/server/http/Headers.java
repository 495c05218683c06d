package dev.memwarden.server.http;

import java.util.List;
import java.util.Map;

/// The header fields of a request as they came. Each character of a value is one byte of the wire
/// (ISO 8859-1), so nothing is lost or guessed before somebody knows what the bytes mean.
@FunctionalInterface
public interface Headers {

  /// All values of the fields of this name, compared without regard to case, in order of
  /// appearance.
  List<String> all(String name);

  /// Whether there is a field of this name.
  default boolean has(String name) {
    return !all(name).isEmpty();
  }

  /// Fields given one by one.
  static Headers of(List<Map.Entry<String, String>> fields) {
    List<Map.Entry<String, String>> copy = List.copyOf(fields);
    return name ->
        copy.stream()
            .filter(field -> field.getKey().equalsIgnoreCase(name))
            .map(Map.Entry::getValue)
            .toList();
  }
}

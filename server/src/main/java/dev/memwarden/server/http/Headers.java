package dev.memwarden.server.http;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/// The header fields of a request as they came. Each character of a value is one byte of the wire
/// (ISO 8859-1), so nothing is lost or guessed before somebody knows what the bytes mean.
public interface Headers {

  /// All values of the fields of this name, compared without regard to case, in order of
  /// appearance.
  List<String> all(String name);

  /// The names of all fields.
  Collection<String> names();

  /// Whether there is a field of this name.
  default boolean has(String name) {
    return !all(name).isEmpty();
  }

  /// Fields given one by one.
  static Headers of(List<Map.Entry<String, String>> fields) {
    List<Map.Entry<String, String>> copy = List.copyOf(fields);
    return new Headers() {
      @Override
      public List<String> all(String name) {
        return copy.stream()
            .filter(field -> field.getKey().equalsIgnoreCase(name))
            .map(Map.Entry::getValue)
            .toList();
      }

      @Override
      public List<String> names() {
        return copy.stream().map(Map.Entry::getKey).toList();
      }
    };
  }
}

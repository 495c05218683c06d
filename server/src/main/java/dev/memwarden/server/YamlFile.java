package dev.memwarden.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Reads `memwarden.yaml` into values by key, nested keys joined by dots.
final class YamlFile {
  static final String NAME = "memwarden.yaml";

  private final Set<String> known;
  private final Set<String> structures;
  private final Map<String, String> values = new LinkedHashMap<>();

  private YamlFile(Set<String> known, Set<String> structures) {
    this.known = known;
    this.structures = structures;
  }

  /// The values by key; one without a value is left out.
  ///
  /// @param structures keys whose values are given as JSON, whatever they are
  /// @throws InvalidConfigurationException if the text is no YAML, or names a key that is not
  ///   known; never with a value in the message
  static Map<String, String> parse(String text, Set<String> known, Set<String> structures) {
    if (text.isBlank()) {
      // The usual case, in which a start need not get a YAML parser ready.
      return Map.of();
    }
    YamlFile file = new YamlFile(known, structures);
    JsonNode root = read(text);
    if (root.isObject()) {
      file.flatten("", root);
    } else if (!root.isNull() && !root.isMissingNode()) {
      throw new InvalidConfigurationException(NAME + ": is not a mapping from keys to values");
    }
    return file.values;
  }

  private static JsonNode read(String text) {
    try {
      return YAMLMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build()
          .readTree(text);
    } catch (JacksonException e) {
      // Not the message: it may quote the text, and a secret with it.
      throw new InvalidConfigurationException(
          NAME
              + ": no valid YAML at line "
              + e.getLocation().getLineNr()
              + ", column "
              + e.getLocation().getColumnNr());
    }
  }

  private void flatten(String path, JsonNode node) {
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String key = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
      JsonNode value = entry.getValue();
      boolean section = known.stream().anyMatch(other -> other.startsWith(key + "."));
      if (section && (value.isObject() || value.isNull())) {
        flatten(key, value);
      } else if (!known.contains(key)) {
        throw new InvalidConfigurationException(
            NAME
                + ": unknown key '"
                + key
                + "'; the nearest known is '"
                + KnownNames.nearest(key, known)
                + "'");
      } else if (!value.isNull()) {
        values.put(key, structures.contains(key) ? value.toString() : text(key, value));
      }
    }
  }

  private static String text(String key, JsonNode value) {
    if (value.isArray()) {
      StringJoiner list = new StringJoiner(",");
      for (JsonNode item : List.copyOf(value.values())) {
        list.add(scalar(key, item));
      }
      return list.toString();
    }
    return scalar(key, value);
  }

  private static String scalar(String key, JsonNode value) {
    if (!value.isValueNode() || value.isNull()) {
      throw new InvalidConfigurationException(
          NAME + ": '" + key + "' takes one value or a list of values");
    }
    return value.asString();
  }
}

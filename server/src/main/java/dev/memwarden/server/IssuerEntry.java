package dev.memwarden.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One object of the list of issuers, read member by member. Remembers which ones were asked for,
/// so that a mistyped one is not passed over.
final class IssuerEntry {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String origin;
  private final int index;
  private final JsonNode entry;
  private final Set<String> asked = new LinkedHashSet<>();

  IssuerEntry(String origin, int index, JsonNode entry) {
    this.origin = origin;
    this.index = index;
    this.entry = entry;
  }

  /// The objects of a list.
  ///
  /// @throws InvalidConfigurationException if it is none
  static List<JsonNode> list(String origin, String json) {
    JsonNode list;
    try {
      list = JSON.readTree(json);
    } catch (JacksonException e) {
      throw new InvalidConfigurationException(
          "issuers ("
              + origin
              + ") is no valid JSON at line "
              + e.getLocation().getLineNr()
              + ", column "
              + e.getLocation().getColumnNr());
    }
    List<JsonNode> entries = list.isArray() ? List.copyOf(list.values()) : List.of();
    if (entries.isEmpty() || !entries.stream().allMatch(JsonNode::isObject)) {
      throw new InvalidConfigurationException(
          "issuers (" + origin + ") must be a list of objects, with an issuer in each");
    }
    return entries;
  }

  /// A text that is not empty, if it is there.
  Optional<String> text(String name) {
    return member(name).map(value -> text(name, value));
  }

  /// A text or a list of texts, none of them empty.
  Optional<List<String>> texts(String name) {
    return member(name).map(value -> texts(name, value));
  }

  /// `true` or `false`.
  Optional<Boolean> flag(String name) {
    return member(name)
        .map(value -> {
          if (!value.isBoolean()) {
            throw wrong(name, "must be true or false");
          }
          return value.booleanValue();
        });
  }

  /// Texts by name.
  Map<String, List<String>> map(String name) {
    Map<String, List<String>> map = new LinkedHashMap<>();
    member(name)
        .ifPresent(value -> {
          if (!value.isObject()) {
            throw wrong(name, "must be a mapping");
          }
          value.properties().forEach(one -> map.put(one.getKey(), texts(name, one.getValue())));
        });
    return map;
  }

  /// What `reading` makes of the member.
  ///
  /// @throws InvalidConfigurationException with the message of its [IllegalArgumentException]
  <T> T checked(String name, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (IllegalArgumentException e) {
      throw wrong(name, String.valueOf(e.getMessage()));
    }
  }

  /// Stops at a member that nobody has asked for.
  void rejectUnread() {
    for (String name : entry.propertyNames()) {
      if (!asked.contains(name)) {
        throw wrong(name, "is unknown; the nearest known is " + KnownNames.nearest(name, asked));
      }
    }
  }

  InvalidConfigurationException wrong(String name, String what) {
    return new InvalidConfigurationException(
        "issuers (" + origin + ") [" + index + "]." + name + " " + what);
  }

  private Optional<JsonNode> member(String name) {
    asked.add(name);
    return Optional.ofNullable(entry.get(name)).filter(value -> !value.isNull());
  }

  private List<String> texts(String name, JsonNode value) {
    if (!value.isArray()) {
      return List.of(text(name, value));
    }
    List<String> texts = new ArrayList<>();
    value.values().forEach(item -> texts.add(text(name, item)));
    return texts;
  }

  private String text(String name, JsonNode value) {
    if (!value.isString() || value.stringValue().isEmpty()) {
      throw wrong(name, "must be a text");
    }
    return value.stringValue();
  }
}

package dev.memwarden.server;

import dev.memwarden.auth.Axis;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/// Reads `API_KEYS`: a JSON object from key to user id. Messages give the position of what is wrong
/// and never a key.
public final class ApiKeyMap {
  private static final JsonFactory JSON = new JsonFactory();

  private ApiKeyMap() {}

  /// User ids by the text of the key.
  ///
  /// @param origin where the text comes from, for messages
  /// @throws InvalidConfigurationException if it is anything but an object of distinct keys and
  ///   strings that can be user ids
  public static Map<String, String> parse(String origin, String text) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
      return read(origin, parser);
    } catch (JacksonException e) {
      throw wrong(origin, "is no valid JSON", e.getLocation());
    }
  }

  private static Map<String, String> read(String origin, JsonParser parser) {
    Map<String, String> users = new LinkedHashMap<>();
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw wrong(origin, "is no JSON object such as {\"key\": \"user\"}", location(parser));
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      if (key.isEmpty() || !StandardCharsets.UTF_8.newEncoder().canEncode(key)) {
        throw wrong(origin, "has a key that no client can send", location(parser));
      }
      if (users.containsKey(key)) {
        throw wrong(origin, "has the same key a second time", location(parser));
      }
      if (parser.nextToken() != JsonToken.VALUE_STRING) {
        throw wrong(origin, "has a user id that is no string", location(parser));
      }
      if (!Axis.accepts(parser.getString())) {
        throw wrong(
            origin,
            "has a user id that is not 1 to " + Axis.MAX_LENGTH + " characters without controls",
            location(parser));
      }
      users.put(key, parser.getString());
    }
    if (parser.nextToken() != null) {
      throw wrong(origin, "goes on after the JSON object", location(parser));
    }
    return users;
  }

  private static TokenStreamLocation location(JsonParser parser) {
    return parser.currentTokenLocation();
  }

  private static InvalidConfigurationException wrong(
      String origin, String what, TokenStreamLocation at) {
    return new InvalidConfigurationException(
        "API_KEYS ("
            + origin
            + ") "
            + what
            + " at line "
            + at.getLineNr()
            + ", column "
            + at.getColumnNr()
            + " (offset "
            + at.getCharOffset()
            + ")");
  }
}

package dev.memwarden.server.dialect.zep;

import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Parsed;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What clients attach to sessions, messages and users. No decision reads it.
final class Metadata {

  /// Largest, in bytes of UTF-8 as JSON.
  static final int MAX_BYTES = 16_384;

  static final String TOO_LARGE = "has more than " + MAX_BYTES + " bytes";

  // What the original's server writes: what it finds in messages.
  private static final String SYSTEM = "system";

  private Metadata() {}

  static boolean fits(ObjectNode metadata) {
    return Json.write(metadata).length <= MAX_BYTES;
  }

  /// Without what only the server may write.
  static ObjectNode unprivileged(ObjectNode metadata) {
    ObjectNode rest = metadata.deepCopy();
    rest.remove(SYSTEM);
    return rest;
  }

  /// Both in one: objects grow together, everything else is the newer one's.
  static ObjectNode merged(ObjectNode older, ObjectNode newer) {
    ObjectNode all = older.deepCopy();
    newer.forEachEntry((name, value) -> {
      JsonNode before = all.get(name);
      all.set(
          name,
          before instanceof ObjectNode left && value instanceof ObjectNode right
              ? merged(left, right)
              : value);
    });
    return all;
  }

  /// An object as it was stored.
  ///
  /// @throws IllegalStateException if it is none
  static ObjectNode stored(String text) {
    if (Json.parse(text) instanceof Parsed.Value(ObjectNode object)) {
      return object;
    }
    throw new IllegalStateException("what is stored is no JSON object");
  }

  static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}

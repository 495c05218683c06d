package dev.memwarden.server.api;

import java.util.Optional;

/// A body.
///
/// @param example a JSON document; empty where none would help
public record Content(String mediaType, Schema schema, Optional<String> example) {
  private static final String JSON = "application/json";

  /// A JSON document.
  public static Content json(Schema schema, String example) {
    return new Content(JSON, schema, Optional.of(example));
  }
}

package dev.memwarden.cli;

import dev.memwarden.auth.slow.BcryptHash;
import dev.memwarden.auth.slow.SlowHash;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Parsed;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A token as Redis AMS keeps it: JSON with `description`, `created_at`, `expires_at` and
/// `token_hash`, under `auth_token:` and the hash.
///
/// @param where enough of the hash to tell it from others
/// @param hash empty if the record makes no sense
/// @param fault why it makes none
record RedisToken(
    String where,
    Optional<SlowHash> hash,
    Optional<String> description,
    Optional<Instant> createdAt,
    Optional<Instant> expiresAt,
    String fault) {
  /// What all keys of tokens begin with.
  static final String PREFIX = "auth_token:";

  private static final int SHOWN = 8;

  /// Reads a record.
  ///
  /// @param key under which it lies
  /// @param value the JSON
  /// @param until when Redis itself lets it go
  static RedisToken read(String key, String value, Optional<Instant> until) {
    String where = "token …" + key.substring(Math.max(PREFIX.length(), key.length() - SHOWN));
    if (!(Json.parse(value) instanceof Parsed.Value(JsonNode json)) || !json.isObject()) {
      return broken(where, "its record is no JSON object");
    }
    try {
      String hash = json.path("token_hash").asString("");
      if (!key.equals(PREFIX + hash)) {
        return broken(where, "its record names another hash");
      }
      Optional<Instant> end = time(json, "expires_at");
      return new RedisToken(
          where,
          Optional.of(BcryptHash.read(hash)),
          Optional.of(json.path("description").asString("")),
          time(json, "created_at"),
          end.filter(own -> until.filter(own::isAfter).isEmpty()).or(() -> until),
          "");
    } catch (IllegalArgumentException | DateTimeParseException e) {
      return broken(
          where,
          e instanceof DateTimeParseException
              ? "its record has a time that is none"
              : String.valueOf(e.getMessage()));
    }
  }

  // A time without a zone is in UTC there.
  private static Optional<Instant> time(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    String text = value.asString("");
    boolean zoned = text.endsWith("Z") || text.matches(".*[+-][0-9]{2}:[0-9]{2}");
    return Optional.of(
        zoned
            ? OffsetDateTime.parse(text).toInstant()
            : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
  }

  private static RedisToken broken(String where, String fault) {
    return new RedisToken(
        where, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), fault);
  }
}

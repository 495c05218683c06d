package dev.memwarden.stores.redis;

import dev.memwarden.auth.slow.BcryptHash;
import dev.memwarden.auth.slow.SlowHash;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A token as Redis AMS keeps it: JSON with `description`, `created_at`, `expires_at` and
/// `token_hash`, under `auth_token:` and the hash.
///
/// @param where enough of the hash to tell it from others
/// @param hash empty if the record makes no sense
/// @param fault why it makes none
public record RedisToken(
    String where,
    Optional<SlowHash> hash,
    Optional<String> description,
    Optional<Instant> createdAt,
    Optional<Instant> expiresAt,
    String fault) {
  /// What all keys of tokens begin with.
  static final String PREFIX = "auth_token:";

  private static final int SHOWN = 8;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /// Reads a record.
  ///
  /// @param key under which it lies
  /// @param value the JSON
  /// @param until when Redis itself lets it go
  static RedisToken read(String key, String value, Optional<Instant> until) {
    String where = "token …" + key.substring(Math.max(PREFIX.length(), key.length() - SHOWN));
    Optional<JsonNode> record = object(value);
    if (record.isEmpty()) {
      return broken(where, "its record is no JSON object");
    }
    JsonNode json = record.get();
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

  private static Optional<JsonNode> object(String value) {
    try {
      return Optional.of(JSON.readTree(value)).filter(JsonNode::isObject);
    } catch (JacksonException _) {
      return Optional.empty();
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

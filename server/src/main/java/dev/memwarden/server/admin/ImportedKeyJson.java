package dev.memwarden.server.admin;

import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.key.ImportedKey;
import dev.memwarden.auth.key.ImportedKey.Evidence;
import dev.memwarden.auth.key.KeyHash;
import dev.memwarden.auth.key.TextShape;
import dev.memwarden.auth.slow.SlowHash;
import dev.memwarden.server.http.Json;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A key of another system as JSON, on its way to whoever holds the data folder.
public final class ImportedKeyJson {
  private static final int MAX_NOTE = 1_000;

  private ImportedKeyJson() {}

  /// The document of `key`. May hold the text of the key.
  public static ObjectNode of(ImportedKey key) {
    ObjectNode json = Json.object().put(key.owner().kind().word(), key.owner().id());
    key.name().ifPresent(name -> json.put("name", name));
    key.description().ifPresent(text -> json.put("description", text));
    key.createdAt().ifPresent(time -> json.put("created_at", time.toString()));
    key.expiresAt().ifPresent(time -> json.put("expires_at", time.toString()));
    switch (key.evidence()) {
      case Evidence.Text(Secret text) -> json.put("text", text.revealText());
      case Evidence.Digest(KeyHash digest) -> json.put("hash", digest.stored());
      case Evidence.Hashed(SlowHash hash, Optional<Secret> text, TextShape shape) -> {
        json.put("hash", hash.stored()).put("shape", shape.stored());
        text.ifPresent(known -> json.put("text", known.revealText()));
      }
    }
    return json;
  }

  /// Reads such a document.
  ///
  /// @param tenant whose the key is
  /// @throws IllegalArgumentException if it is none; never with a text or hash in its message
  static ImportedKey read(JsonNode json, String tenant) {
    return new ImportedKey(
        owner(json, tenant),
        note(json, "name"),
        note(json, "description"),
        evidence(json),
        time(json, "created_at"),
        time(json, "expires_at"));
  }

  /// A time of `json`, if it is there.
  static Optional<Instant> time(JsonNode json, String field) {
    try {
      return text(json, field).map(Instant::parse);
    } catch (DateTimeParseException _) {
      throw new IllegalArgumentException(field + ": must be a time such as 2030-01-31T12:00:00Z");
    }
  }

  private static Principal owner(JsonNode json, String tenant) {
    Optional<String> user = text(json, "user");
    Optional<String> service = text(json, "service");
    if (user.isPresent() == service.isPresent()) {
      throw new IllegalArgumentException("exactly one of user and service says whose a key is");
    }
    return user.isPresent()
        ? new Principal(Principal.Kind.USER, tenant, user.get())
        : new Principal(Principal.Kind.SERVICE, tenant, service.orElseThrow());
  }

  private static Evidence evidence(JsonNode json) {
    Optional<Secret> text = text(json, "text").map(Secret::of);
    Optional<String> hash = text(json, "hash");
    if (hash.isEmpty()) {
      return new Evidence.Text(
          text.orElseThrow(() -> new IllegalArgumentException("a key has a text or a hash")));
    }
    Optional<TextShape> shape = text(json, "shape").map(TextShape::parse);
    return shape.isPresent()
        ? new Evidence.Hashed(SlowHash.parse(hash.get()), text, shape.get())
        : new Evidence.Digest(KeyHash.parse(hash.get()));
  }

  private static Optional<String> note(JsonNode json, String field) {
    return text(json, field)
        .map(note -> note.length() > MAX_NOTE ? note.substring(0, MAX_NOTE) : note);
  }

  private static Optional<String> text(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isString()) {
      throw new IllegalArgumentException(field + ": must be a string");
    }
    return Optional.of(value.stringValue());
  }
}

package dev.memwarden.memory;

import dev.memwarden.auth.Place;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// One remembered thing.
///
/// @param id unique per owner and kind; made here unless a client may choose it
/// @param place whose it is; never taken from metadata
/// @param text what is remembered
/// @param metadata a JSON object as text, kept as it came; no decision reads it
/// @param attributes a JSON object as text: what only one wire has; no decision reads it
/// @param hash SHA-256 of the trimmed text, in lower-case hex: what makes a duplicate
/// @param version 1 when added, one more with each update
/// @param provenance who wrote this version
public record Memory(
    Kind kind,
    String id,
    Place place,
    String text,
    String metadata,
    String attributes,
    String hash,
    int version,
    Instant createdAt,
    Instant updatedAt,
    Provenance provenance,
    Access access) {

  /// Attributes of what has none.
  public static final String NO_ATTRIBUTES = "{}";

  /// Longest text, in bytes of UTF-8: some eight thousand tokens, far more than one memory needs,
  /// and about two seconds of embedding.
  public static final int MAX_TEXT_BYTES = 32_768;

  /// A [Kind#MEMORY] without attributes that nobody has looked at.
  public Memory(
      String id,
      Place place,
      String text,
      String metadata,
      String hash,
      int version,
      Instant createdAt,
      Instant updatedAt,
      Provenance provenance) {
    this(
        Kind.MEMORY,
        id,
        place,
        text,
        metadata,
        NO_ATTRIBUTES,
        hash,
        version,
        createdAt,
        updatedAt,
        provenance,
        Access.NEVER);
  }

  /// Whether `text` is within [#MAX_TEXT_BYTES].
  public static boolean fits(String text) {
    return text.length() <= MAX_TEXT_BYTES
        && text.getBytes(StandardCharsets.UTF_8).length <= MAX_TEXT_BYTES;
  }

  static String bounded(String text) {
    if (!fits(text)) {
      throw new IllegalArgumentException("a text has at most " + MAX_TEXT_BYTES + " bytes");
    }
    return text;
  }
}

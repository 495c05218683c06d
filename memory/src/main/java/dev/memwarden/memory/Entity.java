package dev.memwarden.memory;

import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Place;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/// One thing that is kept and listed, but neither searched nor remembered: a session, a working
/// memory, a collection.
///
/// @param id the client's own, or made here; unique per kind and place, compared exactly
/// @param place whose it is; never taken from the body, never changed
/// @param body a JSON object as text, kept as it came; no decision reads it
/// @param createdAt when it was first there; replacing it does not change that
/// @param updatedAt when it was last written
/// @param expiresAt from when on it is not there any more, for anybody: at this very instant it is
///   gone
/// @param provenance who wrote it last
public record Entity(
    EntityKind kind,
    String id,
    Place place,
    String body,
    Instant createdAt,
    Instant updatedAt,
    Optional<Instant> expiresAt,
    Provenance provenance) {

  /// Longest body, in bytes of UTF-8: twice the largest request that is read by default, so that
  /// what was written can grow by updates, but not for ever.
  public static final int MAX_BODY_BYTES = 8 << 20;

  /// @throws IllegalArgumentException if the id is not one that [Axis#accepts], or the body does
  ///   not [#fits]
  public Entity {
    require(id, body);
  }

  /// Whether `body` is within [#MAX_BODY_BYTES].
  public static boolean fits(String body) {
    return body.length() <= MAX_BODY_BYTES
        && body.getBytes(StandardCharsets.UTF_8).length <= MAX_BODY_BYTES;
  }

  /// The same with another body.
  public Entity withBody(String other) {
    return new Entity(kind, id, place, other, createdAt, updatedAt, expiresAt, provenance);
  }

  /// The same with another end.
  public Entity expiring(Optional<Instant> end) {
    return new Entity(kind, id, place, body, createdAt, updatedAt, end, provenance);
  }

  static void require(String id, String body) {
    if (!Axis.accepts(id)) {
      throw new IllegalArgumentException(
          "an id has 1 to " + Axis.MAX_LENGTH + " characters and no control characters");
    }
    if (!fits(body)) {
      throw new IllegalArgumentException("a body has at most " + MAX_BODY_BYTES + " bytes");
    }
  }
}

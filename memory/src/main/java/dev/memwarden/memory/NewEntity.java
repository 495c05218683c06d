package dev.memwarden.memory;

import dev.memwarden.auth.Place;
import java.time.Instant;
import java.util.Optional;

/// An [Entity] about to be stored.
///
/// @param body a JSON object as text
/// @param expiresAt from when on it is not there any more; empty for never
public record NewEntity(
    EntityKind kind, String id, Place place, String body, Optional<Instant> expiresAt) {

  /// @throws IllegalArgumentException if the id is not one that [dev.memwarden.auth.Axis#accepts],
  ///   or the body longer than [Entity#MAX_BODY_BYTES]
  public NewEntity {
    Entity.require(id, body);
  }

  /// One that stays until it is deleted.
  public static NewEntity lasting(EntityKind kind, String id, Place place, String body) {
    return new NewEntity(kind, id, place, body, Optional.empty());
  }
}

package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Place;
import dev.memwarden.memory.Entity;
import dev.memwarden.memory.NamedId;
import dev.memwarden.server.http.Json;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/// What all entities begin with on the wire.
final class Entities {
  private Entities() {}

  /// @param id number in the caller's list
  static ObjectNode head(Entity entity, long id) {
    return Json.object()
        .put("uuid", uuid(entity).toString())
        .put("id", id)
        .put("created_at", GoJson.time(entity.createdAt()))
        .put("updated_at", GoJson.time(entity.updatedAt()))
        .putNull("deleted_at");
  }

  /// Made of what it is, where it is and its id, so that it needs no storage.
  static UUID uuid(Entity entity) {
    Place place = entity.place();
    return NamedId.of(
        entity.kind().word(),
        place.tenant(),
        place.user().orElse(""),
        place.agent().orElse(""),
        place.session().orElse(""),
        place.label().orElse(""),
        entity.id());
  }
}

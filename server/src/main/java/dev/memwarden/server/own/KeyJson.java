package dev.memwarden.server.own;

import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Extent;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.key.KeyRecord;
import dev.memwarden.server.http.Json;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A key as every interface shows it.
public final class KeyJson {
  private KeyJson() {}

  /// The object of a stored key.
  public static ObjectNode of(KeyRecord key) {
    return describe(Json.object().put("id", key.id()), key);
  }

  /// The object of a key that was just made, with the key itself: shown this once.
  public static ObjectNode of(KeyRecord key, Secret text) {
    return describe(Json.object().put("id", key.id()).put("key", text.revealText()), key);
  }

  private static ObjectNode describe(ObjectNode json, KeyRecord key) {
    json.put("tenant", key.principal().tenant());
    json.put(key.principal().kind().word(), key.principal().id());
    json.put("name", key.name().orElse(null));
    json.put("description", key.description().orElse(null));
    ArrayNode actions = json.putArray("actions");
    key.ceiling().actions().forEach(action -> actions.add(action.word()));
    json.set("box", box(key.ceiling().box()));
    ArrayNode networks = json.putArray("networks");
    key.ceiling().networks().forEach(network -> networks.add(network.toString()));
    json.putNull("rate_limit");
    json.put("created_at", key.createdAt().toString());
    put(json, "not_before", key.ceiling().notBefore());
    put(json, "expires_at", key.ceiling().expiresAt());
    put(json, "last_used_at", key.lastUsedAt());
    put(json, "revoked_at", key.revocation().map(KeyRecord.Revocation::at));
    json.put("revoked_reason", key.revocation().map(KeyRecord.Revocation::reason).orElse(null));
    return json.put("replaced_by", key.replacedBy().orElse(null));
  }

  private static ObjectNode box(Box box) {
    ObjectNode json = Json.object();
    for (Axis axis : Axis.values()) {
      switch (box.on(axis)) {
        case Extent.Any _ -> json.put(axis.word(), "*");
        case Extent.One(var value) -> json.put(axis.word(), value);
        case Extent.None _ -> json.putNull(axis.word());
      }
    }
    return json;
  }

  private static void put(ObjectNode json, String name, Optional<Instant> time) {
    json.put(name, time.map(Instant::toString).orElse(null));
  }
}

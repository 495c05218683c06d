package dev.memwarden.server.admin;

import dev.memwarden.auth.audit.AuditEntry;
import dev.memwarden.auth.audit.AuditEvent;
import dev.memwarden.auth.audit.ChainLink;
import dev.memwarden.auth.audit.Checkpoint;
import dev.memwarden.server.http.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Entries and checkpoints of the audit log as JSON.
final class AuditJson {
  static final String CHECKPOINT = "checkpoint";

  private AuditJson() {}

  static ObjectNode of(AuditEntry entry) {
    AuditEvent event = entry.event();
    ObjectNode json =
        Json.object()
            .put("id", entry.id())
            .put("at", event.at().toString())
            .put("kind", event.kind().word())
            .put("tenant", event.actor().tenant())
            .put("principal", orNull(event.actor().principal()));
    if (event.actor().credential().isEmpty()) {
      json.putNull("credential");
    } else {
      json.putObject("credential")
          .put("kind", event.actor().kind())
          .put("id", event.actor().credential());
    }
    json.put("action", orNull(event.deed().action()));
    texts(json.putArray("on"), event.deed().on());
    texts(json.putArray("shown"), event.deed().shown());
    json.put("outcome", event.ending().outcome().word())
        .put("reason", orNull(event.ending().reason()))
        .put("request_id", orNull(event.correlation().request()))
        .put("address", orNull(event.correlation().address()))
        .put("via", orNull(event.correlation().via()))
        .put("times", event.times());
    return link(json, entry.link());
  }

  static ObjectNode of(Checkpoint checkpoint) {
    ObjectNode json = Json.object().put("at", checkpoint.at().toString());
    ArrayNode heads = json.putArray("heads");
    checkpoint.heads().forEach(head -> heads.add(link(Json.object(), head)));
    return json.put("signature", checkpoint.signature());
  }

  /// Reads such a checkpoint; empty if it is none.
  static Optional<Checkpoint> read(JsonNode json) {
    if (!json.path("heads").isArray() || !areStrings(json, "at", "signature")) {
      return Optional.empty();
    }
    List<ChainLink> heads = new ArrayList<>();
    for (JsonNode head : json.path("heads")) {
      JsonNode seq = head.path("seq");
      if (!areStrings(head, "writer", "tag") || !seq.canConvertToLong() || seq.longValue() < 0) {
        return Optional.empty();
      }
      heads.add(
          new ChainLink(
              head.path("writer").stringValue(), seq.longValue(), head.path("tag").stringValue()));
    }
    try {
      Instant at = TimeText.parse(json.path("at").stringValue());
      return Optional.of(new Checkpoint(at, heads, json.path("signature").stringValue()));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static boolean areStrings(JsonNode json, String... names) {
    return Stream.of(names).allMatch(name -> json.path(name).isString());
  }

  private static ObjectNode link(ObjectNode json, ChainLink link) {
    return json.put("writer", link.writer()).put("seq", link.seq()).put("tag", link.tag());
  }

  private static void texts(ArrayNode array, List<String> texts) {
    texts.forEach(array::add);
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}

package dev.memwarden.server.dialect.mem0;

import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Extent;
import dev.memwarden.memory.Hit;
import dev.memwarden.memory.Memory;
import dev.memwarden.memory.Relation;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Parsed;
import dev.memwarden.server.http.Reply;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// How stored things look on the wire, and whose they say they are.
final class Stored {
  private Stored() {}

  /// `{"memories": [...], "total_count": n}`.
  static ObjectNode listed(ArrayNode memories) {
    ObjectNode body = Json.object();
    body.set("memories", memories);
    return body.put("total_count", memories.size());
  }

  static ArrayNode memories(List<Memory> memories) {
    ArrayNode array = Json.array();
    memories.forEach(memory -> array.add(memory(memory)));
    return array;
  }

  static ArrayNode hits(List<Hit> hits) {
    ArrayNode array = Json.array();
    hits.forEach(hit -> array.add(memory(hit.memory()).put("score", hit.score())));
    return array;
  }

  static ArrayNode relations(List<Relation> relations) {
    ArrayNode array = Json.array();
    for (Relation relation : relations) {
      array.add(
          Json.object()
              .put("source", relation.source())
              .put("relationship", relation.relationship())
              .put("target", relation.target()));
    }
    return array;
  }

  /// A memory. Its own fields come from where it is; nothing is taken from its metadata.
  private static ObjectNode memory(Memory memory) {
    ObjectNode node = Json.object().put("id", memory.id()).put("memory", memory.text());
    memory.place().user().ifPresent(user -> node.put("user_id", user));
    memory.place().agent().ifPresent(agent -> node.put("agent_id", agent));
    memory.place().session().ifPresent(run -> node.put("run_id", run));
    node.put("hash", memory.hash());
    JsonNode metadata = metadata(memory.metadata());
    if (metadata.isEmpty()) {
      node.putNull("metadata");
    } else {
      node.set("metadata", metadata);
    }
    node.put("created_at", memory.createdAt().toString());
    return memory.version() == 1
        ? node.putNull("updated_at")
        : node.put("updated_at", memory.updatedAt().toString());
  }

  /// Metadata as it was stored.
  ///
  /// @throws IllegalStateException if that is no JSON
  static JsonNode metadata(String stored) {
    return switch (Json.parse(stored)) {
      case Parsed.Value(JsonNode node) -> node;
      case Parsed.Invalid(int position, _) ->
          throw new IllegalStateException("stored metadata is no JSON at " + position);
    };
  }

  /// Whose memory a reply shows, as far as it tells: one box for each memory, and one for the reply
  /// itself if it names a user.
  static List<Box> rows(Reply reply) {
    List<Box> rows = new ArrayList<>();
    reply
        .json()
        .ifPresent(body -> {
          if (body.has("user_id")) {
            rows.add(Box.EVERYWHERE.with(Axis.USER, shown(body, "user_id")));
          }
          body.path("memories").forEach(memory -> rows.add(row(memory)));
        });
    return rows;
  }

  private static Box row(JsonNode memory) {
    return Box.EVERYWHERE
        .with(Axis.USER, shown(memory, "user_id"))
        .with(Axis.AGENT, shown(memory, "agent_id"))
        .with(Axis.SESSION, shown(memory, "run_id"));
  }

  private static Extent shown(JsonNode node, String name) {
    JsonNode value = node.path(name);
    return value.isString() ? Extent.of(value.stringValue()) : Extent.NONE;
  }
}

package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Extent;
import dev.memwarden.memory.Entity;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Reply;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// How sessions look on the wire, and whose they say they are.
final class Sessions {

  /// The number of what is not numbered.
  static final long NO_NUMBER = 0;

  private static final String METADATA = "metadata";

  private Sessions() {}

  /// Sessions with dense numbers: clients page by adding to the last one.
  ///
  /// @param first number of the first session
  static ArrayNode numbered(List<Entity> sessions, long first) {
    ArrayNode array = Json.array();
    long id = first;
    for (Entity session : sessions) {
      array.add(session(session, id++));
    }
    return array;
  }

  /// Sessions without numbers.
  static ArrayNode unnumbered(List<Entity> sessions) {
    ArrayNode array = Json.array();
    sessions.forEach(session -> array.add(session(session, NO_NUMBER)));
    return array;
  }

  static ObjectNode session(Entity session, long id) {
    ObjectNode node = Entities.head(session, id).put("session_id", session.id());
    node.set(METADATA, Metadata.stored(session.body()).get(METADATA));
    return session
        .place()
        .user()
        .map(user -> node.put("user_id", user))
        .orElseGet(() -> node.putNull("user_id"));
  }

  /// What is stored of a session.
  static ObjectNode body(ObjectNode metadata) {
    return Json.object().set(METADATA, metadata);
  }

  /// What is stored of a session, with more metadata.
  static ObjectNode grown(Entity session, Merge merge) {
    return body(merge.onto(Metadata.stored(session.body()).withObject("/" + METADATA)));
  }

  /// One box for each session that is shown, in a list or alone.
  static List<Box> rows(Reply reply) {
    List<Box> rows = new ArrayList<>();
    reply
        .json()
        .ifPresent(body -> {
          if (body.isArray()) {
            body.forEach(session -> rows.add(row(session)));
          } else {
            rows.add(row(body));
          }
        });
    return rows;
  }

  private static Box row(JsonNode session) {
    return Box.EVERYWHERE
        .with(Axis.USER, shown(session.path("user_id")))
        .with(Axis.SESSION, shown(session.path("session_id")));
  }

  private static Extent shown(JsonNode value) {
    return value.isString() ? Extent.of(value.stringValue()) : Extent.NONE;
  }
}

package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Extent;
import dev.memwarden.memory.Session;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Reply;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// How sessions look on the wire, and whose they say they are.
final class Sessions {
  private static final long VERSION_8 = 0x8000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private Sessions() {}

  /// Sessions with dense numbers: clients page by adding to the last one.
  ///
  /// @param first number of the first session
  static ArrayNode listed(List<Session> sessions, long first) {
    ArrayNode array = Json.array();
    long id = first;
    for (Session session : sessions) {
      array.add(session(session, id++));
    }
    return array;
  }

  private static ObjectNode session(Session session, long id) {
    ObjectNode node =
        Json.object()
            .put("uuid", uuid(session).toString())
            .put("id", id)
            .put("created_at", GoJson.time(session.startedAt()))
            .put("updated_at", GoJson.time(session.updatedAt()))
            .putNull("deleted_at")
            .put("session_id", session.id())
            .putNull("metadata");
    return session
        .user()
        .map(user -> node.put("user_id", user))
        .orElseGet(() -> node.putNull("user_id"));
  }

  /// One box for each session that is shown.
  static List<Box> rows(Reply reply) {
    List<Box> rows = new ArrayList<>();
    reply
        .json()
        .ifPresent(body ->
            body.forEach(session ->
                rows.add(
                    Box.EVERYWHERE
                        .with(Axis.USER, shown(session.path("user_id")))
                        .with(Axis.SESSION, shown(session.path("session_id"))))));
    return rows;
  }

  private static Extent shown(JsonNode value) {
    return value.isString() ? Extent.of(value.stringValue()) : Extent.NONE;
  }

  /// Made of the name, so that it needs no storage (RFC 9562 §5.8). No id has a NUL in it.
  private static UUID uuid(Session session) {
    String name = session.tenant() + '\0' + session.user().orElse("") + '\0' + session.id();
    try {
      ByteBuffer hash =
          ByteBuffer.wrap(
              MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8)));
      return new UUID(
          hash.getLong() & ~0xF000L | VERSION_8, hash.getLong() & ~(3L << 62) | VARIANT);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

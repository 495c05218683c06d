package dev.memwarden.server.dialect.redisams.scope;

import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Extent;
import dev.memwarden.server.http.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Where the things are that a reply shows: everything here says whose it is, in which session and
/// under which namespace, or that it has none.
public final class Rows {
  private Rows() {}

  /// One box for the reply itself.
  public static List<Box> one(Reply reply) {
    return shown(reply).map(body -> List.of(row(body))).orElse(List.of());
  }

  /// One box for each element of a list.
  public static List<Box> each(Reply reply, String list) {
    List<Box> rows = new ArrayList<>();
    shown(reply).ifPresent(body -> body.path(list).forEach(element -> rows.add(row(element))));
    return rows;
  }

  /// Of a reply that shows nothing of anybody.
  public static List<Box> none(Reply reply) {
    return List.of();
  }

  private static Optional<JsonNode> shown(Reply reply) {
    return reply.json().filter(_ -> reply.status() == 200);
  }

  private static Box row(JsonNode thing) {
    return Box.EVERYWHERE
        .with(Axis.USER, extent(thing.path("user_id")))
        .with(Axis.SESSION, extent(thing.path("session_id")))
        .with(Axis.LABEL, extent(thing.path("namespace")));
  }

  private static Extent extent(JsonNode value) {
    return value.isString() ? Extent.of(value.stringValue()) : Extent.NONE;
  }
}

package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Extent;
import dev.memwarden.memory.Entity;
import dev.memwarden.server.http.Reply;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// How users look on the wire, and who they say they are.
final class Users {
  private static final String ID = "user_id";

  private Users() {}

  /// @param number in the caller's list
  static ObjectNode user(Entity profile, long number) {
    ObjectNode node = Entities.head(profile, number).put(ID, profile.id());
    node.setAll(Metadata.stored(profile.body()));
    return node;
  }

  /// One box for each user that is shown, in a list or alone.
  static List<Box> rows(Reply reply) {
    List<Box> rows = new ArrayList<>();
    reply
        .json()
        .ifPresent(body -> {
          Iterable<JsonNode> users = body.isArray() ? body : List.of(body);
          for (JsonNode user : users) {
            rows.add(Box.EVERYWHERE.with(Axis.USER, Extent.of(user.path(ID).stringValue())));
          }
        });
    return rows;
  }
}

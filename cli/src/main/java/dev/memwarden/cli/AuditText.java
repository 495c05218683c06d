package dev.memwarden.cli;

import dev.memwarden.server.http.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// Entries of the audit log for people.
final class AuditText {
  static final String PATH = "/admin/v1/audit";

  private static final String NOTHING = "-";

  private AuditText() {}

  /// The entries of a reply, the oldest first.
  static ArrayNode oldestFirst(JsonNode reply) {
    List<JsonNode> entries = new ArrayList<>(reply.path("entries").valueStream().toList());
    ArrayNode sorted = Json.array();
    entries.reversed().forEach(sorted::add);
    return sorted;
  }

  static Table table(JsonNode entries) {
    Table table =
        new Table("AT", "KIND", "WHO", "THROUGH", "ACTION", "ON", "OUTCOME", "FROM", "REQUEST");
    for (JsonNode entry : entries) {
      table.row(cells(entry));
    }
    return table;
  }

  static String[] cells(JsonNode entry) {
    return new String[] {
      entry.path("at").asString(),
      entry.path("kind").asString(),
      text(entry.path("principal")),
      text(entry.path("credential").path("id")),
      text(entry.path("action")),
      places(entry),
      outcome(entry),
      text(entry.path("address")),
      text(entry.path("request_id")),
    };
  }

  // What was shown is what matters most; without that, what it was about.
  private static String places(JsonNode entry) {
    JsonNode texts = entry.path(entry.path("shown").isEmpty() ? "on" : "shown");
    String all = texts.valueStream().map(JsonNode::asString).collect(Collectors.joining(","));
    return all.isEmpty() ? NOTHING : all;
  }

  private static String outcome(JsonNode entry) {
    String outcome = entry.path("outcome").asString();
    String reason = entry.path("reason").asString("");
    long times = entry.path("times").asLong();
    return outcome + (reason.isEmpty() ? "" : " " + reason) + (times > 1 ? " x" + times : "");
  }

  private static String text(JsonNode node) {
    String text = node.asString("");
    return text.isEmpty() ? NOTHING : text;
  }
}

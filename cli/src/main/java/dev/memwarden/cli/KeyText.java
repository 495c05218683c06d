package dev.memwarden.cli;

import java.io.PrintStream;
import java.time.Instant;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;

/// Key objects, for people.
final class KeyText {
  private KeyText() {}

  /// A table of keys.
  static Table table() {
    return new Table("ID", "OF", "NAME", "STATE", "ACTIONS", "EXPIRES", "LAST USED");
  }

  /// The row of a key in it.
  static String[] cells(JsonNode key, Instant now) {
    return new String[] {
      text(key, "id"),
      owner(key),
      text(key, "name"),
      state(key, now),
      words(key.path("actions")),
      text(key, "expires_at"),
      text(key, "last_used_at")
    };
  }

  static void show(JsonNode key, Instant now, PrintStream out) {
    Table table =
        new Table("id", text(key, "id")).row("of", owner(key)).row("state", state(key, now));
    for (String name : key.propertyNames()) {
      JsonNode value = key.path(name);
      switch (name) {
        case "id", "key", "user", "service", "admin" -> {}
        case "actions", "networks" -> table.row(name, words(value));
        case "box" -> table.row(name, box(value));
        default -> table.row(name.replace('_', ' '), text(key, name));
      }
    }
    table.print(out);
  }

  static String owner(JsonNode key) {
    for (String kind : new String[] {"user", "service", "admin"}) {
      if (key.has(kind)) {
        return kind + ":" + key.path(kind).asString();
      }
    }
    return "-";
  }

  private static String state(JsonNode key, Instant now) {
    if (!key.path("revoked_at").isNull()) {
      return "revoked";
    }
    if (!key.path("expires_at").isNull()
        && !now.isBefore(Instant.parse(key.path("expires_at").asString()))) {
      return "expired";
    }
    return key.path("replaced_by").isNull() ? "active" : "replaced";
  }

  private static String box(JsonNode box) {
    StringJoiner axes = new StringJoiner(" ");
    for (String axis : box.propertyNames()) {
      JsonNode value = box.path(axis);
      axes.add(axis + "=" + (value.isNull() ? "(none)" : value.asString()));
    }
    return axes.length() == 0 ? "everywhere" : axes.toString();
  }

  private static String words(JsonNode list) {
    StringJoiner words = new StringJoiner(",");
    list.forEach(word -> words.add(word.asString()));
    return words.length() == 0 ? "-" : words.toString();
  }

  private static String text(JsonNode object, String name) {
    JsonNode value = object.path(name);
    return value.isNull() || value.isMissingNode() ? "-" : value.asString();
  }
}

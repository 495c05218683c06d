package dev.memwarden.server.dialect.zep;

import dev.memwarden.server.http.Json;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// What is known of a user: three texts and metadata, all of them the client's own. What is empty
/// is not there.
record Profile(
    Optional<String> email,
    Optional<String> firstName,
    Optional<String> lastName,
    Optional<ObjectNode> metadata) {

  private static final List<String> TEXTS = List.of("email", "first_name", "last_name");

  static Profile read(Reading reading) {
    return new Profile(
        text(reading, "email"),
        text(reading, "first_name"),
        text(reading, "last_name"),
        reading.metadata().filter(metadata -> !metadata.isEmpty()));
  }

  private static Optional<String> text(Reading reading, String name) {
    return reading.text(name, Reading.MAX_NAME).filter(text -> !text.isEmpty());
  }

  /// As a client sends it, and as it is stored.
  ObjectNode written() {
    ObjectNode node = Json.object();
    List<Optional<String>> values = List.of(email, firstName, lastName);
    for (int i = 0; i < TEXTS.size(); i++) {
      String name = TEXTS.get(i);
      values.get(i).ifPresent(value -> node.put(name, value));
    }
    metadata.ifPresent(value -> node.set("metadata", value));
    return node;
  }

  /// What is stored, with this on top: what is not here stays as it was. Nothing changes if the
  /// metadata would be too large.
  ObjectNode onto(ObjectNode stored, Merge merge) {
    ObjectNode grown = merge.onto(stored.withObject("/metadata"));
    if (merge.wasTooLarge()) {
      return stored;
    }
    ObjectNode node = stored.deepCopy().setAll(written());
    node.remove("metadata");
    return grown.isEmpty() ? node : node.set("metadata", grown);
  }
}

package dev.memwarden.server.dialect.zep;

import dev.memwarden.memory.Revision;
import dev.memwarden.server.http.Json;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// How one document is to change: what is empty or left out stays as it was. What it says never
/// changes.
record DocumentChange(String uuid, Optional<String> id, Optional<ObjectNode> metadata) {

  /// @param uuid which document; a body that names it again says nothing by it
  static DocumentChange read(Reading reading, String uuid) {
    return new DocumentChange(
        uuid,
        Documents.id(reading, "UpdateDocumentRequest."),
        reading.metadata().filter(metadata -> !metadata.isEmpty()));
  }

  boolean isEmpty() {
    return id.isEmpty() && metadata.isEmpty();
  }

  Revision revision() {
    return Revision.NOTHING
        .withMetadata(old -> metadata.map(Json::text).orElse(old))
        .withAttributes(old -> id.map(value -> Documents.renamed(old, value)).orElse(old));
  }

  /// As a client sends it, but for the uuid.
  ObjectNode written() {
    ObjectNode node = Json.object();
    id.ifPresent(value -> node.put(Documents.ID, value));
    metadata.ifPresent(value -> node.set("metadata", value));
    return node;
  }
}

package dev.memwarden.server.dialect.zep;

import dev.memwarden.memory.Memory;
import dev.memwarden.server.http.Json;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// A document that a client adds. Its uuid and its times are made here, whatever a client sends.
///
/// @param id the client's own, unique in its collection
/// @param embedding what it means, where a model of the client's says that
record NewDocument(
    Optional<String> id,
    String content,
    Optional<ObjectNode> metadata,
    Optional<ClientVector> embedding) {

  static NewDocument read(Reading reading) {
    return new NewDocument(
        Documents.id(reading, "CreateDocumentRequest."),
        reading.text("content", Memory.MAX_TEXT_BYTES).orElse(""),
        reading.metadata(),
        ClientVector.read(reading, "embedding"));
  }

  ObjectNode written() {
    ObjectNode node = Json.object();
    id.ifPresent(value -> node.put(Documents.ID, value));
    node.put("content", content);
    metadata.ifPresent(value -> node.set("metadata", value));
    embedding.ifPresent(value -> node.set("embedding", value.written()));
    return node;
  }
}

package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Place;
import dev.memwarden.memory.Draft;
import dev.memwarden.memory.Embedding;
import dev.memwarden.memory.Kind;
import dev.memwarden.memory.Memory;
import dev.memwarden.memory.MemoryEngine;
import dev.memwarden.memory.Order;
import dev.memwarden.memory.Selection;
import dev.memwarden.server.http.Json;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// How documents look on the wire and in the store: what one says is the text, the id that a client
/// gave it is an attribute.
final class Documents {
  /// All of them in reach.
  static final Selection ALL = Selection.of(Kind.DOCUMENT);

  /// The field that has the client's own id.
  static final String ID = "document_id";

  /// Longest id of a client, in characters.
  static final int MAX_ID = 100;

  /// Two documents of a collection cannot have one id.
  static final String TAKEN = "failed to create documents: bad request: document_id already exists";

  private static final String IS_WAITING = "waiting";

  /// Those that have no vector yet.
  static final Selection WAITING =
      ALL.where(document -> Metadata.stored(document.attributes()).has(IS_WAITING));

  private Documents() {}

  /// The id that a client gives; an empty one is left out.
  ///
  /// @param request that of the original which it is a part of
  static Optional<String> id(Reading reading, String request) {
    return reading.text(ID, MAX_ID, request + "DocumentID");
  }

  static String id(Memory document) {
    return Metadata.stored(document.attributes()).path(ID).asString("");
  }

  /// Whether another document has one of these ids. Looks at every document in reach.
  ///
  /// @param wanted ids, and the uuids of the documents that are to have them; new ones have none
  ///   yet
  static boolean isTaken(MemoryEngine engine, Allow here, Map<String, String> wanted) {
    if (wanted.isEmpty()) {
      return false;
    }
    Selection others =
        ALL.where(document -> {
          String id = id(document);
          return wanted.containsKey(id) && !document.id().equals(wanted.get(id));
        });
    return !engine.list(here, others, Order.OLDEST_FIRST, 0, 1).isEmpty();
  }

  /// A draft without the vector that the engine makes.
  static Draft draft(Place place, NewDocument document) {
    ObjectNode attributes = Json.object();
    document.id().ifPresent(id -> attributes.put(ID, id));
    Draft draft =
        Draft.of(Kind.DOCUMENT, UUID.randomUUID().toString(), place, document.content())
            .withMetadata(Json.text(document.metadata().orElseGet(Json::object)))
            .withAttributes(Json.text(attributes));
    return document
        .embedding()
        .map(vector -> draft.withEmbedding(vector.embedding()))
        .orElse(draft);
  }

  /// A draft that gets its vector later.
  static Draft waiting(Draft draft) {
    return draft
        .withAttributes(Json.text(Metadata.stored(draft.attributes()).put(IS_WAITING, true)))
        .withEmbedding(Embedding.NONE);
  }

  /// Attributes of a document that has got its vector.
  static String noLongerWaiting(String attributes) {
    return Json.text(Metadata.stored(attributes).without(IS_WAITING));
  }

  /// Attributes with another id.
  static String renamed(String attributes, String id) {
    return Json.text(Metadata.stored(attributes).put(ID, id));
  }

  /// @param embedding empty for a document that has none yet
  static ObjectNode document(Memory document, Optional<Embedding> embedding) {
    ObjectNode node =
        Json.object()
            .put("uuid", document.id())
            .put("created_at", GoJson.time(document.createdAt()))
            .put("updated_at", GoJson.time(document.updatedAt()))
            .put(ID, id(document))
            .put("content", document.text());
    ObjectNode metadata = Metadata.stored(document.metadata());
    if (!metadata.isEmpty()) {
      node.set("metadata", metadata);
    }
    embedding.ifPresentOrElse(
        its -> node.set("embedding", vector(its)), () -> node.putNull("embedding"));
    return node.put("is_embedded", embedding.isPresent());
  }

  static ArrayNode vector(Embedding embedding) {
    ArrayNode array = Json.array();
    for (float number : embedding.vector()) {
      array.add(number);
    }
    return array;
  }
}

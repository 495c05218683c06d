package dev.memwarden.server.dialect.zep;

import dev.memwarden.memory.Embedding;
import dev.memwarden.memory.Entity;
import dev.memwarden.server.http.Json;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// What a collection is, apart from its name: what a client sends to make one, and what is stored.
///
/// @param description may be empty
/// @param dimensions how many numbers the vectors of its documents have; without meaning where they
///   are made here
/// @param auto whether vectors are made here, of what documents say
record CollectionData(
    String description, Optional<ObjectNode> metadata, int dimensions, boolean auto) {

  /// Longest description, in characters.
  static final int MAX_DESCRIPTION = 1_000;

  private static final String REQUEST = "CreateDocumentCollectionRequest.";
  private static final String DESCRIPTION = "description";
  private static final String METADATA = "metadata";
  private static final String DIMENSIONS = "embedding_dimensions";
  private static final String AUTO = "is_auto_embedded";

  static CollectionData read(Reading reading) {
    return new CollectionData(
        description(reading, REQUEST).orElse(""),
        reading.metadata(),
        dimensions(reading),
        reading
            .flag(AUTO)
            .orElseGet(() ->
                reading.wrong(Reading.invalid(REQUEST + "IsAutoEmbedded", "required"), false)));
  }

  /// A description that is neither left out nor empty.
  ///
  /// @param request that of the original which it is a part of
  static Optional<String> description(Reading reading, String request) {
    return reading.text(DESCRIPTION, MAX_DESCRIPTION, request + "Description");
  }

  private static int dimensions(Reading reading) {
    int dimensions = reading.count(DIMENSIONS).orElse(0);
    if (dimensions >= Embedding.MIN_CLIENT && dimensions <= Embedding.MAX_CLIENT) {
      return dimensions;
    }
    String rule = dimensions == 0 ? "required" : dimensions < Embedding.MIN_CLIENT ? "min" : "max";
    return reading.wrong(Reading.invalid(REQUEST + "EmbeddingDimensions", rule), 0);
  }

  static CollectionData of(Entity collection) {
    ObjectNode body = Metadata.stored(collection.body());
    return new CollectionData(
        body.path(DESCRIPTION).asString(""),
        body.get(METADATA) instanceof ObjectNode metadata
            ? Optional.of(metadata)
            : Optional.empty(),
        body.path(DIMENSIONS).asInt(0),
        body.path(AUTO).asBoolean(false));
  }

  /// As a client sends it, and as it is stored.
  ObjectNode written() {
    ObjectNode node = Json.object().put(DESCRIPTION, description);
    metadata.ifPresent(value -> node.set(METADATA, value));
    return node.put(DIMENSIONS, dimensions).put(AUTO, auto);
  }
}

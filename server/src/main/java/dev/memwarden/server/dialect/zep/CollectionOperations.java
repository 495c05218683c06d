package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Action;
import dev.memwarden.memory.Embedding;
import dev.memwarden.server.api.Field;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.api.Parameter;
import dev.memwarden.server.api.Schema;

/// What the documents say about [CollectionRoutes].
final class CollectionOperations {
  private static final Schema COLLECTION =
      Schema.object(
          "ZepCollection",
          Field.of("uuid", Shapes.UUID, "the same in every list"),
          Field.of("created_at", Schema.time(), "when it was made"),
          Field.of("updated_at", Schema.time(), "when it last changed"),
          Field.of("name", Schema.text(), "its name, in lower case"),
          Field.of("description", Schema.text(), "what clients say of it"),
          Field.optional("metadata", new Schema.Free(), "what clients attached"),
          Field.of("embedding_dimensions", Schema.count(), "numbers of each vector"),
          Field.of("is_auto_embedded", new Schema.Flag(), "whether vectors are made here"),
          Field.of("is_normalized", new Schema.Flag(), "whether all vectors have length 1"),
          Field.of("is_indexed", new Schema.Flag(), "always `true`"),
          Field.of("document_count", Schema.count(), "how many documents it has"),
          Field.of("document_embedded_count", Schema.count(), "how many of them have a vector"));

  private static final String EXAMPLE =
      """
      {"uuid": "5f0c7a33-9f5e-8d1b-a2d4-0b1e6f7c8a90", "created_at": "2026-11-22T12:00:00Z",
       "updated_at": "2026-11-22T12:00:00Z", "name": "recipes", "description": "What to cook",
       "embedding_dimensions": 384, "is_auto_embedded": true, "is_normalized": true,
       "is_indexed": true, "document_count": 2, "document_embedded_count": 2}\
      """;

  private static final Field DESCRIPTION =
      Field.optional(
          "description",
          new Schema.Text(0, CollectionData.MAX_DESCRIPTION).orNull(),
          "what it is about");

  static final Operation LIST =
      Operations.of(
              "listCollections",
              "List collections",
              "The collections in reach, in the order in which they were made.",
              Schema.list(COLLECTION),
              "[" + EXAMPLE + "]")
          .needing(Action.MEMORY_READ)
          .taking(
              Shapes.LIMIT,
              new Parameter("cursor", Shapes.NUMBER, "how many to leave out at the start"));

  static final Operation ADD =
      Operations.silent("addCollection", "Make a collection", "It is there.")
          .explained("A user makes collections of its own.")
          .needing(Action.MEMORY_WRITE)
          .taking(
              new Parameter(
                  "collection_name",
                  new Schema.Text(NewCollection.MIN_NAME, NewCollection.MAX_NAME),
                  "letters and digits, kept in lower case; unique per owner"))
          .taking(
              Schema.object(
                  "ZepNewCollection",
                  Field.optional("name", Shapes.NAME.orNull(), "says nothing: the path does"),
                  DESCRIPTION,
                  Shapes.METADATA,
                  Field.of(
                      "embedding_dimensions",
                      new Schema.Whole(Embedding.MIN_CLIENT, Embedding.MAX_CLIENT),
                      "numbers of each vector that clients bring"),
                  Field.of(
                      "is_auto_embedded",
                      new Schema.Flag(),
                      "whether vectors are made here, of what documents say")),
              "{\"embedding_dimensions\": 384, \"is_auto_embedded\": true}");

  static final Operation GET =
      Operations.of("getCollection", "Show a collection", "The collection.", COLLECTION, EXAMPLE)
          .needing(Action.MEMORY_READ)
          .taking(Shapes.COLLECTION)
          .or(Operations.unknown());

  static final Operation PATCH =
      Operations.silent("updateCollection", "Change a collection", "It is changed.")
          .explained("What is empty or left out stays as it is; metadata is replaced.")
          .needing(Action.MEMORY_WRITE, Action.MEMORY_READ)
          .taking(Shapes.COLLECTION)
          .taking(
              Schema.object("ZepCollectionPatch", DESCRIPTION, Shapes.METADATA),
              "{\"description\": \"What to cook\"}")
          .or(Operations.unknown());

  static final Operation DELETE =
      Operations.silent(
              "deleteCollection",
              "Delete a collection",
              "The collection is gone, with its documents.")
          .needing(Action.MEMORY_DELETE, Action.MEMORY_READ)
          .taking(Shapes.COLLECTION)
          .or(Operations.unknown());

  static final Operation INDEX =
      Operations.silent(
              "indexCollection", "Index a collection", "What has no vector yet will get one.")
          .explained("Documents are in the index as soon as they have a vector.")
          .needing(Action.MEMORY_WRITE, Action.MEMORY_READ)
          .taking(
              Shapes.COLLECTION,
              new Parameter("force", new Schema.Flag(), "makes no difference here"))
          .or(Operations.unknown());

  private CollectionOperations() {}
}

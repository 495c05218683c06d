package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Action;
import dev.memwarden.memory.Embedding;
import dev.memwarden.memory.Memory;
import dev.memwarden.server.api.Field;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.api.Parameter;
import dev.memwarden.server.api.Schema;
import java.util.ArrayList;
import java.util.List;

/// What the documents say about [DocumentRoutes] and [DocumentSearchRoutes].
final class DocumentOperations {
  private static final Schema VECTOR = Schema.list(new Schema.Fraction());

  private static final List<Field> FIELDS =
      List.of(
          Field.of("uuid", Shapes.UUID, "made here"),
          Field.of("created_at", Schema.time(), "when it was added"),
          Field.of("updated_at", Schema.time(), "when it last changed"),
          Field.of("document_id", Schema.text(), "the client's own id; empty for none"),
          Field.of("content", Schema.text(), "what it says"),
          Field.optional("metadata", new Schema.Free(), "what clients attached"),
          Field.of("embedding", VECTOR.orNull(), "what it means; `null` while it waits for that"),
          Field.of("is_embedded", new Schema.Flag(), "whether it has a vector"));

  private static final Schema DOCUMENT = new Schema.Fields("ZepDocument", FIELDS, false);

  private static final String EXAMPLE =
      """
      {"uuid": "0b8f6a1e-6c1c-4a52-9d57-3f2f7c0f9a11", "created_at": "2026-11-22T12:00:00Z",
       "updated_at": "2026-11-22T12:00:00Z", "document_id": "tea-1",
       "content": "Brew green tea at 80 degrees", "metadata": {"kind": "drink"},
       "embedding": [0.12, -0.5, 0.33], "is_embedded": true%s}\
      """;

  private static final Field ID =
      Field.optional(
          Documents.ID,
          new Schema.Text(0, Documents.MAX_ID).orNull(),
          "the client's own, unique in the collection");

  private static final Field EMBEDDING =
      Field.optional(
          "embedding",
          new Schema.Items(new Schema.Fraction(), 0, Embedding.MAX_CLIENT).orNull(),
          "a vector of the collection's length");

  private static final Schema PATCH_BODY = Schema.object("ZepDocumentPatch", ID, Shapes.METADATA);

  private static final String PATCH_EXAMPLE = "{\"metadata\": {\"kind\": \"hot drink\"}}";

  static final Operation ADD =
      Operations.of(
              "addDocuments",
              "Add documents to a collection",
              "Their uuids, in order.",
              Schema.list(Shapes.UUID),
              "[\"0b8f6a1e-6c1c-4a52-9d57-3f2f7c0f9a11\"]")
          .explained(
              "Where vectors are made here, they are made before the reply for up to 64 KiB of"
                  + " text; for more, soon after: `document_embedded_count` tells.")
          .needing(Action.MEMORY_WRITE, Action.MEMORY_READ)
          .taking(Shapes.COLLECTION)
          .taking(
              new Schema.Items(
                  Schema.object(
                      "ZepNewDocument",
                      ID,
                      Field.optional("content", Shapes.TEXT.orNull(), "what it says, to 32 KiB"),
                      Shapes.METADATA,
                      EMBEDDING),
                  0,
                  NewDocuments.MAX_DOCUMENTS),
              """
              [{"document_id": "tea-1", "content": "Brew green tea at 80 degrees",
                "metadata": {"kind": "drink"}}]
              """)
          .or(Operations.unknown())
          .or(Operations.full());

  static final Operation GET = get("getDocumentByUuid");

  static final Operation GET_SHORT = get("getDocument");

  static final Operation PATCH = patch("updateDocumentByUuid");

  static final Operation PATCH_SHORT = patch("updateDocument");

  static final Operation DELETE =
      Operations.silent("deleteDocument", "Delete a document", "It is gone.")
          .needing(Action.MEMORY_DELETE, Action.MEMORY_READ)
          .taking(Shapes.COLLECTION, Shapes.DOCUMENT_UUID)
          .or(Operations.unknown());

  static final Operation GET_LIST =
      Operations.of(
              "getDocuments",
              "Show documents",
              "Those that are there.",
              Schema.list(DOCUMENT),
              "[" + EXAMPLE.formatted("") + "]")
          .explained("By `uuids` or by `document_ids`, not by both.")
          .needing(Action.MEMORY_READ)
          .taking(Shapes.COLLECTION)
          .taking(
              Schema.object(
                  "ZepDocumentList",
                  Field.optional("uuids", some(Shapes.UUID).orNull(), "which"),
                  Field.optional("document_ids", some(Shapes.TEXT).orNull(), "or which")),
              "{\"document_ids\": [\"tea-1\"]}")
          .or(Operations.unknown());

  static final Operation DELETE_LIST =
      Operations.silent("deleteDocuments", "Delete documents", "Those that were there are gone.")
          .needing(Action.MEMORY_DELETE, Action.MEMORY_READ)
          .taking(Shapes.COLLECTION)
          .taking(some(Shapes.UUID), "[\"0b8f6a1e-6c1c-4a52-9d57-3f2f7c0f9a11\"]")
          .or(Operations.unknown());

  static final Operation PATCH_LIST =
      Operations.silent("updateDocuments", "Change documents", "Those that are there are changed.")
          .explained("Each change leaves as it is what it does not name; metadata is replaced.")
          .needing(Action.MEMORY_WRITE, Action.MEMORY_READ)
          .taking(Shapes.COLLECTION)
          .taking(
              some(
                  Schema.object(
                      "ZepDocumentChange",
                      Field.of("uuid", Shapes.UUID, "which document"),
                      ID,
                      Shapes.METADATA)),
              """
              [{"uuid": "0b8f6a1e-6c1c-4a52-9d57-3f2f7c0f9a11",
                "metadata": {"kind": "hot drink"}}]
              """)
          .or(Operations.unknown());

  static final Operation SEARCH =
      Operations.of(
              "searchCollection",
              "Search a collection",
              "What fits best, best first.",
              Schema.object(
                  "ZepDocumentPage",
                  Field.of("results", Schema.list(found()), "what was found"),
                  Field.of("query_vector", VECTOR, "what was looked for; empty without a question"),
                  Field.of("result_count", Schema.count(), "how many results there are"),
                  Field.of("total_pages", Schema.count(), "always 0"),
                  Field.of("current_page", Schema.count(), "always 0")),
              """
              {"results": [%s], "query_vector": [0.1, -0.4, 0.3], "result_count": 1,
               "total_pages": 0, "current_page": 0}
              """
                  .formatted(EXAMPLE.formatted(", \"score\": 0.89")))
          .needing(Action.MEMORY_READ)
          .taking(
              Shapes.COLLECTION,
              new Parameter(
                  "limit",
                  new Schema.Whole(0, SessionSearch.MAX_LIMIT),
                  "at most this many; by default, and with 0, 20"))
          .taking(
              Schema.object(
                  "ZepDocumentSearch",
                  Field.of(
                      "text",
                      new Schema.Text(1, Memory.MAX_TEXT_BYTES),
                      "what is looked for; empty or left out beside `embedding`, and if need be"
                          + " beside `metadata`"),
                  EMBEDDING,
                  SearchOperations.FILTER,
                  SearchOperations.TYPE,
                  SearchOperations.LAMBDA),
              "{\"text\": \"How hot should tea be?\"}")
          .or(Operations.unknown());

  private DocumentOperations() {}

  private static Operation get(String id) {
    return Operations.of(id, "Show a document", "The document.", DOCUMENT, EXAMPLE.formatted(""))
        .needing(Action.MEMORY_READ)
        .taking(Shapes.COLLECTION, Shapes.DOCUMENT_UUID)
        .or(Operations.unknown());
  }

  private static Operation patch(String id) {
    return Operations.silent(id, "Change a document", "It is changed.")
        .explained("What is empty or left out stays as it is; metadata is replaced.")
        .needing(Action.MEMORY_WRITE, Action.MEMORY_READ)
        .taking(Shapes.COLLECTION, Shapes.DOCUMENT_UUID)
        .taking(PATCH_BODY, PATCH_EXAMPLE)
        .or(Operations.unknown());
  }

  private static Schema some(Schema one) {
    return new Schema.Items(one, 0, NewDocuments.MAX_DOCUMENTS);
  }

  private static Schema found() {
    List<Field> fields = new ArrayList<>(FIELDS);
    fields.add(
        Field.of(
            "score", new Schema.Fraction(), "how well it fits, from 0 to 1; 0 without a question"));
    return new Schema.Fields("ZepFoundDocument", fields, false);
  }
}

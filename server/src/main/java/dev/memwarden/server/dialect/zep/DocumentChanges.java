package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Identity;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Wire;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;

/// `PATCH /api/v1/collection/{collection_name}/document/…`: of one document, or of several.
record DocumentChanges(OneCollection collection, List<DocumentChange> changes) {

  DocumentChanges {
    changes = List.copyOf(changes);
  }

  /// The ids that documents are to have, and the uuids of those documents.
  Map<String, String> ids() {
    Map<String, String> ids = new HashMap<>();
    changes.forEach(change -> change.id().ifPresent(id -> ids.put(id, change.uuid())));
    return ids;
  }

  // Two documents cannot get one id.
  private DocumentChanges checked(Reading reading) {
    Map<String, String> ids = ids();
    boolean contradictory =
        changes.stream()
            .anyMatch(
                change -> change.id().filter(id -> !change.uuid().equals(ids.get(id))).isPresent());
    return contradictory ? reading.wrong(Reading.line(Documents.ID, Documents.TAKEN), this) : this;
  }

  /// How a change of one document stands on the wire.
  ///
  /// @param part of the collection in which documents are
  record OfOne(String part) implements Wire<DocumentChanges> {

    @Override
    public Decoded<DocumentChanges> decode(Identity caller, Call call) {
      return Reading.body(
          call,
          reading ->
              new DocumentChanges(
                      OneCollection.of(caller, reading),
                      List.of(DocumentChange.read(reading, reading.pathUuid("document_uuid"))))
                  .checked(reading));
    }

    @Override
    public Encoded encode(DocumentChanges request) {
      DocumentChange change = request.changes().getFirst();
      return request.collection().target().then(part, change.uuid()).encoded(change.written());
    }
  }

  /// How changes of several documents stand on the wire.
  static final class OfSeveral implements Wire<DocumentChanges> {

    @Override
    public Decoded<DocumentChanges> decode(Identity caller, Call call) {
      return Reading.list(
          call,
          "documents",
          reading ->
              new DocumentChanges(
                      OneCollection.of(caller, reading),
                      reading.objects(
                          "documents", NewDocuments.MAX_DOCUMENTS, DocumentChanges::one))
                  .checked(reading));
    }

    @Override
    public Encoded encode(DocumentChanges request) {
      ArrayNode changes = Json.array();
      request.changes().forEach(change -> changes.add(change.written().put("uuid", change.uuid())));
      return request.collection().target().then("/document/list/update").encoded(changes);
    }
  }

  private static DocumentChange one(Reading reading) {
    String uuid =
        reading
            .uuid("uuid")
            .orElseGet(() ->
                reading.wrong(Reading.invalid("UpdateDocumentListRequest.UUID", "required"), ""));
    return DocumentChange.read(reading, uuid);
  }
}

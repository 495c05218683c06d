package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Identity;
import dev.memwarden.memory.Memory;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Wire;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `POST /api/v1/collection/{collection_name}/document/list/get`.
///
/// @param uuids of documents; if there are any, there are no ids. If there is neither, no document
///   is meant: the original understands that as all of them
/// @param ids that clients gave to documents
record DocumentList(OneCollection collection, List<String> uuids, List<String> ids) {
  private static final String UUIDS = "uuids";
  private static final String IDS = "document_ids";

  DocumentList {
    uuids = List.copyOf(uuids);
    ids = List.copyOf(ids);
  }

  /// How this stands on the wire.
  static final class OnWire implements Wire<DocumentList> {

    @Override
    public Decoded<DocumentList> decode(Identity caller, Call call) {
      return Reading.body(call, reading -> read(caller, reading));
    }

    private static DocumentList read(Identity caller, Reading reading) {
      DocumentList request =
          new DocumentList(
              OneCollection.of(caller, reading),
              reading.uuids(UUIDS, NewDocuments.MAX_DOCUMENTS),
              reading.texts(IDS, NewDocuments.MAX_DOCUMENTS, Memory.MAX_TEXT_BYTES));
      return request.uuids().isEmpty() || request.ids().isEmpty()
          ? request
          : reading.wrong(Reading.line(IDS, "cannot specify both uuids and documentIDs"), request);
    }

    @Override
    public Encoded encode(DocumentList request) {
      ObjectNode body = Json.object();
      put(body, UUIDS, request.uuids());
      put(body, IDS, request.ids());
      return request.collection().target().then("/document/list/get").encoded(body);
    }

    private static void put(ObjectNode body, String name, List<String> values) {
      if (!values.isEmpty()) {
        ArrayNode list = body.putArray(name);
        values.forEach(list::add);
      }
    }
  }
}

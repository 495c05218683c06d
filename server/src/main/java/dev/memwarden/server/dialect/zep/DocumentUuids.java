package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Identity;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Wire;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;

/// Documents that a request names by their uuids: the one of a path, or a whole list.
record DocumentUuids(OneCollection collection, List<String> uuids) {
  DocumentUuids {
    uuids = List.copyOf(uuids);
  }

  /// How one document stands in a path.
  ///
  /// @param part of the collection in which documents are
  record OfOne(String part) implements Wire<DocumentUuids> {

    @Override
    public Decoded<DocumentUuids> decode(Identity caller, Call call) {
      return Reading.target(
          call,
          reading ->
              new DocumentUuids(
                  OneCollection.of(caller, reading), List.of(reading.pathUuid("document_uuid"))));
    }

    @Override
    public Encoded encode(DocumentUuids request) {
      return request.collection().target().then(part, request.uuids().getFirst()).encoded();
    }
  }

  /// How `POST …/document/list/delete` stands on the wire.
  static final class OfSeveral implements Wire<DocumentUuids> {

    @Override
    public Decoded<DocumentUuids> decode(Identity caller, Call call) {
      return Reading.list(
          call,
          "uuids",
          reading ->
              new DocumentUuids(
                  OneCollection.of(caller, reading),
                  reading.uuids("uuids", NewDocuments.MAX_DOCUMENTS)));
    }

    @Override
    public Encoded encode(DocumentUuids request) {
      ArrayNode uuids = Json.array();
      request.uuids().forEach(uuids::add);
      return request.collection().target().then("/document/list/delete").encoded(uuids);
    }
  }
}

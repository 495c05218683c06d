package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Identity;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Wire;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// `PATCH /api/v1/collection/{collection_name}`. What is empty or left out stays as it was.
record CollectionPatch(
    OneCollection collection, Optional<String> description, Optional<ObjectNode> metadata) {

  /// What is stored, with this on top.
  CollectionData onto(CollectionData stored) {
    return new CollectionData(
        description.orElse(stored.description()),
        metadata.or(stored::metadata),
        stored.dimensions(),
        stored.auto());
  }

  /// How this stands on the wire.
  static final class OnWire implements Wire<CollectionPatch> {

    @Override
    public Decoded<CollectionPatch> decode(Identity caller, Call call) {
      return Reading.body(
          call,
          reading ->
              new CollectionPatch(
                  OneCollection.of(caller, reading),
                  CollectionData.description(reading, "UpdateDocumentCollectionRequest."),
                  reading.metadata()));
    }

    @Override
    public Encoded encode(CollectionPatch request) {
      ObjectNode body = Json.object();
      request.description().ifPresent(text -> body.put("description", text));
      request.metadata().ifPresent(metadata -> body.set("metadata", metadata));
      return request.collection().target().encoded(body);
    }
  }
}

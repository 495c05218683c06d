package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Identity;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Wire;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;

/// `POST /api/v1/collection/{collection_name}/document`.
record NewDocuments(OneCollection collection, List<NewDocument> documents) {

  /// Most documents at once: twice what clients send by themselves.
  static final int MAX_DOCUMENTS = 1_000;

  NewDocuments {
    documents = List.copyOf(documents);
  }

  /// The ids that clients chose.
  Set<String> ids() {
    Set<String> ids = new HashSet<>();
    documents.forEach(document -> document.id().ifPresent(ids::add));
    return ids;
  }

  /// How long their texts are, in bytes of UTF-8.
  int bytes() {
    return documents.stream().mapToInt(document -> Metadata.bytes(document.content())).sum();
  }

  /// How this stands on the wire.
  static final class OnWire implements Wire<NewDocuments> {

    @Override
    public Decoded<NewDocuments> decode(Identity caller, Call call) {
      return Reading.list(
          call,
          "documents",
          reading -> {
            NewDocuments request =
                new NewDocuments(
                    OneCollection.of(caller, reading),
                    reading.objects("documents", MAX_DOCUMENTS, NewDocument::read));
            long ids =
                request.documents().stream().map(NewDocument::id).flatMap(Optional::stream).count();
            return request.ids().size() == ids
                ? request
                : reading.wrong(Reading.line(Documents.ID, Documents.TAKEN), request);
          });
    }

    @Override
    public Encoded encode(NewDocuments request) {
      ArrayNode documents = Json.array();
      request.documents().forEach(document -> documents.add(document.written()));
      return request.collection().target().then("/document").encoded(documents);
    }
  }
}

package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Identity;
import dev.memwarden.memory.Memory;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Wire;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// `POST /api/v1/collection/{collection_name}/search`.
///
/// @param text the question; empty beside a vector, or for whatever the filter leaves, newest first
/// @param embedding the question as a vector
/// @param diversity as [SessionSearch] has it
record DocumentSearch(
    OneCollection collection,
    String text,
    Optional<ClientVector> embedding,
    Filter filter,
    Optional<Double> diversity,
    int limit) {

  /// How many results a client gets that does not say.
  static final int DEFAULT_LIMIT = 20;

  /// How this stands on the wire.
  static final class OnWire implements Wire<DocumentSearch> {

    @Override
    public Decoded<DocumentSearch> decode(Identity caller, Call call) {
      return Reading.body(call, reading -> read(caller, reading));
    }

    private static DocumentSearch read(Identity caller, Reading reading) {
      String text = reading.text("text", Memory.MAX_TEXT_BYTES).orElse("");
      Optional<ClientVector> embedding = ClientVector.read(reading, "embedding");
      Filter filter = Filter.read(reading);
      if (text.isBlank() && embedding.isEmpty() && filter.isEmpty()) {
        reading.wrong(
            Reading.line("text", "at least one of text, metadata, or embedding must be specified"),
            text);
      }
      return new DocumentSearch(
          OneCollection.of(caller, reading),
          text,
          embedding,
          filter,
          SearchType.read(reading),
          reading
              .query("limit", SessionSearch.MAX_LIMIT)
              .filter(limit -> limit > 0)
              .orElse(DEFAULT_LIMIT));
    }

    @Override
    public Encoded encode(DocumentSearch request) {
      ObjectNode body = Json.object().put("text", request.text());
      request.embedding().ifPresent(vector -> body.set("embedding", vector.written()));
      if (!request.filter().isEmpty()) {
        body.set("metadata", request.filter().written());
      }
      SearchType.write(request.diversity(), body);
      return request
          .collection()
          .target()
          .then("/search")
          .with("limit", Optional.of(request.limit()))
          .encoded(body);
    }
  }
}

package dev.memwarden.server.dialect.mem0;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Identity;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.TargetWriter;
import dev.memwarden.server.http.Wire;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// `POST /memories/search`.
///
/// @param limit at most this many hits
record SearchRequest(Whose whose, String query, int limit) {

  /// How many hits a client gets that names no limit.
  static final int DEFAULT_LIMIT = 10;

  /// Reading within what is meant.
  List<Demand> demands() {
    return List.of(new Demand(Action.MEMORY_READ, whose.box()));
  }

  /// How this stands on the wire.
  static final class OnWire implements Wire<SearchRequest> {

    @Override
    public Decoded<SearchRequest> decode(Identity caller, Call call) {
      return Reading.body(
          caller,
          call,
          reading ->
              new SearchRequest(
                  reading.whoseInBody(),
                  reading.text("query"),
                  reading.bodyLimit().orElse(DEFAULT_LIMIT)));
    }

    @Override
    public Encoded encode(SearchRequest request) {
      ObjectNode body = Json.object().put("query", request.query);
      request.whose.writeTo(body);
      return TargetWriter.of("/memories/search").encoded(body.put("limit", request.limit));
    }
  }
}

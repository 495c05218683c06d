package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Identity;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Wire;
import java.util.Optional;

/// `POST /api/v1/collection/{collection_name}/index/create`.
///
/// @param force even if there are few documents; here that makes no difference
record IndexRequest(OneCollection collection, boolean force) {

  /// How this stands on the wire.
  static final class OnWire implements Wire<IndexRequest> {

    @Override
    public Decoded<IndexRequest> decode(Identity caller, Call call) {
      return Reading.target(
          call,
          reading ->
              new IndexRequest(OneCollection.of(caller, reading), reading.queryFlag("force")));
    }

    @Override
    public Encoded encode(IndexRequest request) {
      return request
          .collection()
          .target()
          .then("/index/create")
          .with("force", Optional.of(request.force()))
          .encoded();
    }
  }
}

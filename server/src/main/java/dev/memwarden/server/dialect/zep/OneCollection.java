package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Identity;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.TargetWriter;
import dev.memwarden.server.http.Wire;
import java.util.List;
import java.util.stream.Stream;

/// One collection, by the name in the path: `GET` and `DELETE
/// /api/v1/collection/{collection_name}`.
///
/// @param name in lower case: the original knows no other
record OneCollection(Home home, String name) {

  /// Where collections are.
  static final String PATH = "/api/v1/collection";

  /// One of them.
  static final String ONE = PATH + "/{collection_name}";

  /// The collection that a path names.
  static OneCollection of(Identity caller, Reading reading) {
    return new OneCollection(Home.of(caller), reading.pathName("collection_name"));
  }

  /// The path that names it.
  TargetWriter target() {
    return TargetWriter.of(PATH, name);
  }

  /// Reading the collection, whoever's it is: that is decided where it is found.
  List<Demand> toRead() {
    return List.of(new Demand(Action.MEMORY_READ, box()));
  }

  /// Doing something in it, and finding it.
  List<Demand> to(Action action) {
    return Stream.of(action, Action.MEMORY_READ)
        .distinct()
        .map(needed -> new Demand(needed, box()))
        .toList();
  }

  private Box box() {
    return home.ofCollection(name);
  }

  /// How this stands on the wire.
  static final class OnWire implements Wire<OneCollection> {

    @Override
    public Decoded<OneCollection> decode(Identity caller, Call call) {
      return Reading.target(call, reading -> OneCollection.of(caller, reading));
    }

    @Override
    public Encoded encode(OneCollection request) {
      return request.target().encoded();
    }
  }
}

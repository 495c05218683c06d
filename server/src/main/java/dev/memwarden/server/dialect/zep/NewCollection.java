package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Place;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Wire;
import java.util.List;
import java.util.regex.Pattern;

/// `POST /api/v1/collection/{collection_name}`. The path alone names it: a name in the body says
/// nothing.
record NewCollection(OneCollection collection, CollectionData data) {

  /// Shortest name, in characters.
  static final int MIN_NAME = 3;

  /// Longest name, in characters.
  static final int MAX_NAME = 40;

  private static final Pattern ALPHANUMERIC = Pattern.compile("[0-9a-z]+");

  /// Where it will be.
  Place place() {
    return collection.home().collection(collection.name());
  }

  /// Writing exactly one place. Whoever may read learns that there is one of that name.
  List<Demand> demands() {
    return List.of(
        new Demand(Action.MEMORY_WRITE, Box.exactly(place())),
        Demand.optional(Action.MEMORY_READ, collection.home().ofCollection(collection.name())));
  }

  /// How this stands on the wire.
  static final class OnWire implements Wire<NewCollection> {

    @Override
    public Decoded<NewCollection> decode(Identity caller, Call call) {
      return Reading.body(
          call,
          reading -> {
            OneCollection collection = OneCollection.of(caller, reading);
            var _ = reading.text("name", Reading.MAX_NAME);
            checkName(reading, collection.name());
            return new NewCollection(collection, CollectionData.read(reading));
          });
    }

    private static void checkName(Reading reading, String name) {
      String rule =
          !ALPHANUMERIC.matcher(name).matches()
              ? "alphanum"
              : name.length() < MIN_NAME ? "min" : name.length() > MAX_NAME ? "max" : "";
      if (!rule.isEmpty()) {
        reading.wrong(Reading.invalid("CreateDocumentCollectionRequest.Name", rule), name);
      }
    }

    @Override
    public Encoded encode(NewCollection request) {
      return request
          .collection()
          .target()
          .encoded(request.data().written().put("name", request.collection().name()));
    }
  }
}

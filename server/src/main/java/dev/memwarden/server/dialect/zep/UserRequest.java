package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Place;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.TargetWriter;
import dev.memwarden.server.http.Wire;
import java.util.List;

/// `POST /api/v1/user`, `PATCH /api/v1/user/{user_id}`. This is about what is known of a user; it
/// makes nobody, and nobody's keys.
record UserRequest(Home home, String id, Profile profile) {

  /// Where the profile is.
  Place place() {
    return home.profile(id);
  }

  /// Writing exactly one place; whoever may read learns its number.
  List<Demand> toAdd() {
    return List.of(
        new Demand(Action.MEMORY_WRITE, Box.exactly(place())),
        Demand.optional(Action.MEMORY_READ, home.all()));
  }

  /// Writing, and reading what is shown after.
  List<Demand> toChange() {
    return List.of(
        new Demand(Action.MEMORY_WRITE, Box.exactly(place())),
        new Demand(Action.MEMORY_READ, Box.exactly(place())),
        Demand.optional(Action.MEMORY_READ, home.all()));
  }

  /// How a new user stands on the wire.
  static final class Added implements Wire<UserRequest> {

    @Override
    public Decoded<UserRequest> decode(Identity caller, Call call) {
      return Reading.body(
          call,
          reading ->
              new UserRequest(
                  Home.of(caller),
                  reading.id("user_id", "bad request: UserID cannot be empty"),
                  Profile.read(reading)));
    }

    @Override
    public Encoded encode(UserRequest request) {
      return TargetWriter.of(OneUser.PATH)
          .encoded(request.profile().written().put("user_id", request.id()));
    }
  }

  /// How a change stands on the wire.
  static final class Changed implements Wire<UserRequest> {

    @Override
    public Decoded<UserRequest> decode(Identity caller, Call call) {
      return Reading.body(
          call,
          reading ->
              new UserRequest(Home.of(caller), reading.pathId("user_id"), Profile.read(reading)));
    }

    @Override
    public Encoded encode(UserRequest request) {
      return TargetWriter.of(OneUser.PATH, request.id()).encoded(request.profile().written());
    }
  }
}

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

/// One user, by the id in the path: `GET` and `DELETE /api/v1/user/{user_id}`, and `GET
/// /api/v1/user/{user_id}/sessions`.
record OneUser(Home home, String id) {

  /// Where users are.
  static final String PATH = "/api/v1/user";

  /// Everything of the user.
  Box all() {
    return Box.ofUser(home.tenant(), id);
  }

  /// Reading where the profile is; its number is that in the whole list.
  List<Demand> toReadProfile() {
    return List.of(
        new Demand(Action.MEMORY_READ, Box.exactly(home.profile(id))),
        Demand.optional(Action.MEMORY_READ, home.all()));
  }

  /// Reading wherever the user's sessions are.
  List<Demand> toReadSessions() {
    return List.of(new Demand(Action.MEMORY_READ, all()));
  }

  /// Deleting profile and sessions, and finding out whether there is a profile.
  List<Demand> toDelete() {
    return List.of(
        new Demand(Action.MEMORY_DELETE, all()),
        new Demand(Action.MEMORY_READ, Box.exactly(home.profile(id))));
  }

  /// How this stands on the wire.
  ///
  /// @param part of the user that is meant, such as `/sessions`; may be empty
  record OnWire(String part) implements Wire<OneUser> {

    @Override
    public Decoded<OneUser> decode(Identity caller, Call call) {
      return Reading.target(
          call, reading -> new OneUser(Home.of(caller), reading.pathId("user_id")));
    }

    @Override
    public Encoded encode(OneUser request) {
      return TargetWriter.of(PATH, request.id()).then(part).encoded();
    }
  }
}

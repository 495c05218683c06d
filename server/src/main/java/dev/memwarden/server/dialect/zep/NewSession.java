package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Place;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.TargetWriter;
import dev.memwarden.server.http.Wire;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// `POST /api/v1/sessions`.
///
/// @param user whose it is; empty for nobody's
record NewSession(Home home, String id, Optional<String> user, Optional<ObjectNode> metadata) {

  /// Where it will be.
  Place place() {
    return home.session(user, id);
  }

  /// Writing exactly one place. Whoever may read learns its number, and whether the user is known.
  List<Demand> demands() {
    return List.of(
        new Demand(Action.MEMORY_WRITE, Box.exactly(place())),
        Demand.optional(Action.MEMORY_READ, home.all()));
  }

  /// How this stands on the wire.
  static final class OnWire implements Wire<NewSession> {

    @Override
    public Decoded<NewSession> decode(Identity caller, Call call) {
      Home home = Home.of(caller);
      return Reading.body(
          call,
          reading ->
              new NewSession(
                  home,
                  reading.id("session_id", "sessionID cannot be empty"),
                  reading.id("user_id").or(home::user),
                  reading.metadata()));
    }

    @Override
    public Encoded encode(NewSession request) {
      ObjectNode body = Json.object().put("session_id", request.id());
      request.user().ifPresent(user -> body.put("user_id", user));
      request.metadata().ifPresent(metadata -> body.set("metadata", metadata));
      return TargetWriter.of(OneSession.PATH).encoded(body);
    }
  }
}

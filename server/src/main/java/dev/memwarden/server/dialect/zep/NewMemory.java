package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Place;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.TargetWriter;
import dev.memwarden.server.http.Wire;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `POST /api/v1/sessions/{session_id}/memory`.
record NewMemory(Home home, String session, List<NewMessage> messages) {

  /// Most messages at once.
  static final int MAX_MESSAGES = 256;

  /// Longest conversation, in bytes of UTF-8: what can be embedded while the permission to store it
  /// holds.
  static final int MAX_BYTES = 131_072;

  NewMemory {
    messages = List.copyOf(messages);
  }

  /// Where the session will be if it is a new one.
  Place place() {
    return home.session(home.user(), session);
  }

  /// Writing the session, whoever's it is: that is decided where it is found.
  List<Demand> demands() {
    return List.of(
        new Demand(Action.MEMORY_WRITE, home.ofSession(session)),
        Demand.optional(Action.MEMORY_READ, home.ofSession(session)));
  }

  /// How this stands on the wire.
  static final class OnWire implements Wire<NewMemory> {

    @Override
    public Decoded<NewMemory> decode(Identity caller, Call call) {
      return Reading.body(
          call,
          reading ->
              new NewMemory(Home.of(caller), reading.pathId("session_id"), messages(reading)));
    }

    @Override
    public Encoded encode(NewMemory request) {
      ArrayNode messages = Json.array();
      request.messages.forEach(message -> messages.add(message.written()));
      return TargetWriter.of(OneSession.PATH, request.session)
          .then("/memory")
          .encoded(Json.object().set("messages", messages));
    }

    private static List<NewMessage> messages(Reading reading) {
      List<NewMessage> messages = new ArrayList<>();
      Set<String> uuids = new HashSet<>();
      int bytes = 0;
      for (JsonNode node : reading.list("messages", MAX_MESSAGES)) {
        String name = "messages[" + messages.size() + "]";
        if (!(node instanceof ObjectNode object)) {
          return reading.wrong(reading.problem(name, "is no object"), List.of());
        }
        NewMessage message = NewMessage.read(reading.within(name, object));
        if (message.uuid().isPresent() && !uuids.add(message.uuid().get())) {
          return reading.wrong(reading.problem(name, "has the uuid of another one"), List.of());
        }
        bytes += Metadata.bytes(message.content());
        messages.add(message);
      }
      return bytes <= MAX_BYTES
          ? messages
          : reading.wrong(
              reading.problem("messages", "have more than " + MAX_BYTES + " bytes in all"),
              List.of());
    }
  }
}

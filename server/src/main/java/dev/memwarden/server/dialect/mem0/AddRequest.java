package dev.memwarden.server.dialect.mem0;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Identity;
import dev.memwarden.memory.Message;
import dev.memwarden.server.fastapi.Problems;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.TargetWriter;
import dev.memwarden.server.http.Wire;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `POST /memories`.
///
/// @param metadata a JSON object as text; stored as it is and never read
/// @param infer whether the extractor chooses what is remembered
record AddRequest(Whose whose, List<Message> messages, Optional<String> metadata, boolean infer) {

  /// Most messages of one conversation.
  static final int MAX_MESSAGES = 256;

  /// Longest conversation, in bytes of UTF-8: what can be embedded while the permission to store it
  /// holds.
  static final int MAX_BYTES = 131_072;

  AddRequest {
    messages = List.copyOf(messages);
  }

  /// Writing demands exactly the place that is written. What is known there may be looked at, and
  /// forgotten if it turned out wrong, where the caller may do that too.
  List<Demand> demands() {
    Box place = Box.exactly(whose.place());
    return infer
        ? List.of(
            new Demand(Action.MEMORY_WRITE, place),
            Demand.optional(Action.MEMORY_READ, place),
            Demand.optional(Action.MEMORY_DELETE, place))
        : List.of(new Demand(Action.MEMORY_WRITE, place));
  }

  /// How this stands on the wire.
  static final class OnWire implements Wire<AddRequest> {

    @Override
    public Decoded<AddRequest> decode(Identity caller, Call call) {
      return Reading.body(
          caller,
          call,
          reading ->
              new AddRequest(
                  reading.whoseInBody(),
                  messages(reading),
                  reading.metadata(),
                  reading.flag("infer", true)));
    }

    @Override
    public Encoded encode(AddRequest request) {
      ArrayNode messages = Json.array();
      for (Message message : request.messages) {
        messages.add(Json.object().put("role", message.role()).put("content", message.content()));
      }
      ObjectNode body = Json.object();
      body.set("messages", messages);
      request.whose.writeTo(body);
      request.metadata.ifPresent(metadata -> body.set("metadata", Stored.metadata(metadata)));
      return TargetWriter.of("/memories").encoded(body.put("infer", request.infer));
    }

    private static List<Message> messages(Reading reading) {
      List<Message> messages = new ArrayList<>();
      int bytes = 0;
      for (JsonNode node : reading.list("messages", MAX_MESSAGES)) {
        List<Object> where = List.of("body", "messages", messages.size());
        messages.add(
            node instanceof ObjectNode message
                ? new Message(
                    reading.text(where, message, "role"), reading.text(where, message, "content"))
                : reading.wrong(Problems.notAnObject(where, node), Message.ofUser("")));
        bytes += messages.getLast().content().getBytes(StandardCharsets.UTF_8).length;
      }
      return bytes <= MAX_BYTES
          ? messages
          : reading.wrong(
              Problems.value(
                  Reading.at("messages"), "a conversation has at most " + MAX_BYTES + " bytes"),
              List.of());
    }
  }
}

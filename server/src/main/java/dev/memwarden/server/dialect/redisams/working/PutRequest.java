package dev.memwarden.server.dialect.redisams.working;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Identity;
import dev.memwarden.server.dialect.redisams.record.Attributes;
import dev.memwarden.server.dialect.redisams.scope.Scope;
import dev.memwarden.server.fastapi.Input;
import dev.memwarden.server.fastapi.Part;
import dev.memwarden.server.fastapi.Problems;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Problem;
import dev.memwarden.server.http.TargetWriter;
import dev.memwarden.server.http.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `PUT /v1/working-memory/{session_id}`: the whole working memory of a session.
///
/// @param data a JSON object as text
record PutRequest(
    Scope scope,
    List<Turn> messages,
    List<Known> memories,
    Optional<String> data,
    Optional<String> context,
    Strategy strategy,
    Optional<Integer> ttlSeconds,
    Window window) {

  /// Longest time to live: fifty years.
  static final int MAX_TTL_SECONDS = 50 * 365 * 86_400;

  /// How long the ids of all messages and memories may be together, in bytes: the ledger has them
  /// twice more.
  private static final int MAX_IDS_BYTES = 1 << 20;

  PutRequest {
    messages = List.copyOf(messages);
    memories = List.copyOf(memories);
  }

  /// Writing exactly the place that is written.
  List<Demand> demands() {
    return List.of(new Demand(Action.MEMORY_WRITE, Box.exactly(scope.place())));
  }

  /// The first message that says nothing.
  Optional<Turn> empty() {
    return messages.stream().filter(message -> message.content().isBlank()).findFirst();
  }

  /// What is wrong with messages that were said in the future.
  List<Problem> future(Instant now) {
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      if (messages.get(i).isAfter(now)) {
        problems.add(
            Problems.value(
                List.of("body", "messages", i, "created_at"),
                "created_at cannot be more than "
                    + Turn.MAX_FUTURE.toSeconds()
                    + " seconds in the future"));
      }
    }
    return problems;
  }

  /// Whether a message has no time, which its client will have to give one day.
  boolean isUndated() {
    return messages.stream().anyMatch(message -> message.at().isEmpty());
  }

  /// How this stands on the wire.
  static final class OnWire implements Wire<PutRequest> {
    @Override
    public Decoded<PutRequest> decode(Identity caller, Call call) {
      if (call.body().length() > Document.MAX_BYTES) {
        return new Decoded.Malformed<>(
            List.of(Problems.tooLarge(List.of("body"), Document.MAX_BYTES)));
      }
      return Input.ofBody(call, (input, part) -> read(caller, input, part));
    }

    private PutRequest read(Identity caller, Input input, Part part) {
      Scope scope =
          Scope.of(
              caller,
              user(input, part),
              Optional.of(input.pathId("session_id")),
              part.id("namespace"));
      List<Turn> messages =
          part.objects("messages", Document.MAX_MESSAGES, Turn::read).orElse(List.of());
      List<Known> memories =
          part.objects("memories", Document.MAX_MEMORIES, one -> memory(one, scope))
              .orElse(List.of());
      checkIds(part, messages, memories);
      return new PutRequest(
          scope,
          messages,
          memories,
          part.free("data", Document.MAX_BYTES).map(Json::text),
          part.text("context", Document.MAX_BYTES),
          Strategy.read(part),
          part.integer("ttl_seconds", 1, MAX_TTL_SECONDS),
          Window.read(input));
    }

    // The original takes the body's and ignores the other; its clients think that the other counts.
    private static Optional<String> user(Input input, Part part) {
      Optional<String> inQuery = input.id("user_id");
      Optional<String> inBody = part.id("user_id");
      return inQuery.isPresent() && inBody.isPresent() && !inQuery.equals(inBody)
          ? input.wrong(
              Problems.value(Input.at("user_id"), "differs from that of the body"), inBody)
          : inBody.or(() -> inQuery);
    }

    private static void checkIds(Part part, List<Turn> messages, List<Known> memories) {
      Stream<String> ids =
          Stream.concat(
              messages.stream().flatMap(message -> message.id().stream()),
              memories.stream().map(memory -> memory.record().id()));
      if (ids.mapToInt(id -> id.getBytes(StandardCharsets.UTF_8).length).sum() > MAX_IDS_BYTES) {
        part.wrong(Problems.value(part.at("messages"), "its ids are too long"), Optional.empty());
      }
    }

    private static Known memory(Part part, Scope scope) {
      Known known = Known.read(part, scope);
      return known.record().text().isBlank()
          ? part.wrong(Problems.value(part.at("text"), "a memory has an id and a text"), known)
          : known;
    }

    @Override
    public Encoded encode(PutRequest request) {
      ObjectNode body = Json.object();
      ArrayNode messages = body.putArray("messages");
      request.messages.forEach(message -> messages.add(message.json()));
      ArrayNode memories = body.putArray("memories");
      request.memories.forEach(memory -> memories.add(memory.json()));
      request.data.ifPresent(data -> body.set("data", Attributes.parsed(data)));
      request.context.ifPresent(context -> body.put("context", context));
      request.scope.user().ifPresent(user -> body.put("user_id", user));
      request.scope.label().ifPresent(label -> body.put("namespace", label));
      request.strategy.writeTo(body);
      request.ttlSeconds.ifPresent(seconds -> body.put("ttl_seconds", seconds));
      return request
          .window
          .writeTo(TargetWriter.of("/v1/working-memory", request.scope.session().orElseThrow()))
          .encoded(body);
    }
  }
}

package dev.memwarden.server.dialect.redisams.longterm;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Place;
import dev.memwarden.memory.Memory;
import dev.memwarden.memory.Revision;
import dev.memwarden.server.dialect.redisams.record.Attributes;
import dev.memwarden.server.dialect.redisams.record.MemoryRecord;
import dev.memwarden.server.fastapi.Input;
import dev.memwarden.server.fastapi.Part;
import dev.memwarden.server.fastapi.Problems;
import dev.memwarden.server.fastapi.Times;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.TargetWriter;
import dev.memwarden.server.http.Wire;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// `PATCH /v1/long-term-memory/{memory_id}`. What is left out stays as it is.
///
/// @param user whose it shall be
/// @param session which session it shall be in
/// @param label which namespace it shall be under
record EditRequest(
    OneMemory memory,
    Optional<String> text,
    Optional<List<String>> topics,
    Optional<List<String>> entities,
    Optional<String> type,
    Optional<Instant> eventDate,
    Optional<Boolean> pinned,
    Optional<String> user,
    Optional<String> session,
    Optional<String> label) {

  /// Writing where it is and where it goes, and reading there too, since the answer shows it.
  List<Demand> demands() {
    Box here = memory.whose().box();
    Box there =
        Box.ofTenant(memory.whose().tenant())
            .narrowed(Axis.USER, user.or(memory.whose()::user))
            .narrowed(Axis.SESSION, session)
            .narrowed(Axis.LABEL, label);
    return List.of(
        new Demand(Action.MEMORY_READ, here),
        new Demand(Action.MEMORY_READ, there),
        new Demand(Action.MEMORY_WRITE, here),
        new Demand(Action.MEMORY_WRITE, there));
  }

  /// Whether there is anything to do.
  boolean changesAnything() {
    return Stream.of(text, topics, entities, type, eventDate, pinned, user, session, label)
        .anyMatch(Optional::isPresent);
  }

  /// What there is to do.
  Revision revision() {
    Revision changes = Revision.NOTHING.withAttributes(this::changed).withPlace(this::moved);
    return text.map(changes::withText).orElse(changes);
  }

  private String changed(String attributes) {
    Attributes old = Attributes.of(attributes);
    return new Attributes(
            topics.or(old::topics),
            entities.or(old::entities),
            type.orElse(old.type()),
            eventDate.or(old::eventDate),
            pinned.orElse(old.pinned()),
            old.extractedFrom(),
            old.extracted(),
            old.strategy(),
            old.strategyConfig())
        .text();
  }

  /// Where a memory goes that is at `old`.
  Place moved(Place old) {
    return new Place(
        old.tenant(),
        user.or(old::user),
        old.agent(),
        session.or(old::session),
        label.or(old::label));
  }

  /// How this stands on the wire.
  static final class OnWire implements Wire<EditRequest> {

    @Override
    public Decoded<EditRequest> decode(Identity caller, Call call) {
      return Input.ofBody(
          call,
          (input, part) ->
              new EditRequest(
                  new OneMemory(OneMemory.whose(caller, input), input.pathId("memory_id")),
                  text(part),
                  MemoryRecord.words(part, "topics"),
                  MemoryRecord.words(part, "entities"),
                  part.word("memory_type", Attributes.TYPES),
                  part.time("event_date"),
                  part.flag("pinned"),
                  part.id("user_id"),
                  part.id("session_id"),
                  part.id("namespace")));
    }

    private static Optional<String> text(Part part) {
      Optional<String> text = part.text("text", Memory.MAX_TEXT_BYTES);
      return text.isPresent() && text.get().isBlank()
          ? part.wrong(
              Problems.empty(part.at("text"), part.given("text").orElseThrow()), Optional.empty())
          : text;
    }

    @Override
    public Encoded encode(EditRequest request) {
      ObjectNode body = Json.object();
      request.text.ifPresent(text -> body.put("text", text));
      request.topics.ifPresent(words -> body.set("topics", Attributes.array(words)));
      request.entities.ifPresent(words -> body.set("entities", Attributes.array(words)));
      request.type.ifPresent(type -> body.put("memory_type", type));
      request.eventDate.ifPresent(time -> body.put("event_date", Times.text(time)));
      request.pinned.ifPresent(pinned -> body.put("pinned", pinned));
      request.user.ifPresent(user -> body.put("user_id", user));
      request.session.ifPresent(session -> body.put("session_id", session));
      request.label.ifPresent(label -> body.put("namespace", label));
      return TargetWriter.of("/v1/long-term-memory", request.memory.id())
          .with("user_id", request.memory.whose().user())
          .encoded(body);
    }
  }
}

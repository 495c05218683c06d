package dev.memwarden.server.dialect.mem0;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Demand;
import dev.memwarden.memory.Answer;
import dev.memwarden.memory.Answerer;
import dev.memwarden.memory.Fallback;
import dev.memwarden.memory.MemoryEngine;
import dev.memwarden.memory.MemoryStore;
import dev.memwarden.memory.Outcome;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.fastapi.Details;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Match;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route.Guarded;
import dev.memwarden.server.http.Wire;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What the guarded routes do, once policy has allowed it.
final class Work {
  private final MemoryEngine engine;
  private final Answerer answerer;

  Work(MemoryEngine engine, Answerer answerer) {
    this.engine = engine;
    this.answerer = answerer;
  }

  /// The guarded routes, in the order of the original's documentation.
  List<Offer> offers() {
    return List.of(
        offer(
            Match.of(Method.POST, "/chat"),
            Operations.CHAT,
            new ChatRequest.OnWire(),
            ChatRequest::demands,
            this::chat,
            "chat as yourself"),
        offer(
            Match.of(Method.POST, "/memories"),
            Operations.ADD,
            new AddRequest.OnWire(),
            AddRequest::demands,
            this::add,
            "add memories for yourself"),
        offer(
            Match.of(Method.POST, "/memories/search"),
            Operations.SEARCH,
            new SearchRequest.OnWire(),
            SearchRequest::demands,
            this::search,
            "search your own memories"),
        aboutUser(
            Method.GET,
            "/memories",
            Operations.LIST,
            Action.MEMORY_READ,
            this::list,
            "view your own memories"),
        offer(
            Match.of(Method.PUT, "/memories"),
            Operations.UPDATE,
            new UpdateRequest.OnWire(),
            UpdateRequest::demands,
            this::update,
            "update your own memories"),
        offer(
            Match.of(Method.DELETE, "/memories/{memory_id}"),
            Operations.DELETE,
            new DeleteRequest.OnWire(),
            DeleteRequest::demands,
            this::delete,
            "delete your own memories"),
        aboutUser(
            Method.DELETE,
            "/memories/user",
            Operations.DELETE_ALL,
            Action.MEMORY_DELETE,
            this::deleteAll,
            "delete your own memories"),
        aboutUser(
            Method.GET,
            "/graph/relationships",
            Operations.RELATIONSHIPS,
            Action.MEMORY_READ,
            this::relationships,
            "view your own relationships"),
        aboutUser(
            Method.GET,
            "/stats",
            Operations.STATS,
            Action.MEMORY_READ,
            this::stats,
            "view your own stats"));
  }

  private static Offer aboutUser(
      Method method,
      String path,
      Operation operation,
      Action action,
      BiFunction<Allow, UserRequest, Reply> perform,
      String mayOnly) {
    return offer(
        Match.of(method, path + "/{user_id}"),
        operation,
        new UserRequest.OnWire(path),
        request -> request.demands(action),
        perform,
        mayOnly);
  }

  private static <Q> Offer offer(
      Match match,
      Operation operation,
      Wire<Q> wire,
      Function<Q, List<Demand>> demands,
      BiFunction<Allow, Q, Reply> perform,
      String mayOnly) {
    return new Offer(
        new Guarded<>(
            match, operation, wire, (_, request) -> demands.apply(request), perform, Stored::rows),
        mayOnly);
  }

  private Reply chat(Allow allow, ChatRequest request) {
    Answer answer =
        answerer.answer(
            request.message(), engine.search(allow, request.message(), answerer.appetite()));
    ObjectNode body =
        Json.object().put("response", answer.text()).put("memories_used", answer.used().size());
    body.set("memories", Stored.hits(answer.used()));
    body.put("mode", answer.fallback().map(Fallback::mode).orElse(answerer.mode()));
    answer.fallback().ifPresent(fallback -> body.put("notice", fallback.notice()));
    return Reply.json(200, body);
  }

  private Reply add(Allow allow, AddRequest request) {
    Outcome outcome =
        engine.add(
            allow,
            request.whose().place(),
            request.messages(),
            request.metadata().orElse("{}"),
            request.infer());
    if (outcome.full().isPresent()) {
      return Details.plain(409, outcome.full().get().reason());
    }
    ArrayNode added = Json.array();
    for (Outcome.Effect effect : outcome.effects()) {
      added.add(
          Json.object()
              .put("id", effect.memory().id())
              .put("memory", effect.memory().text())
              .put("event", effect.event().name()));
    }
    ObjectNode body = Json.object();
    body.set("added_memories", added);
    body.put("message", "Memories added successfully");
    outcome
        .fallback()
        .ifPresent(
            fallback -> body.put("extraction", fallback.mode()).put("notice", fallback.notice()));
    return Reply.json(200, body);
  }

  private Reply search(Allow allow, SearchRequest request) {
    return Reply.json(
        200, Stored.listed(Stored.hits(engine.search(allow, request.query(), request.limit()))));
  }

  private Reply list(Allow allow, UserRequest request) {
    return Reply.json(
        200,
        Stored.listed(
            Stored.memories(engine.list(allow, request.limit().orElse(Integer.MAX_VALUE)))));
  }

  private Reply update(Allow allow, UpdateRequest request) {
    return engine
        .update(allow, request.memory().id(), request.text(), request.metadata())
        .map(memory ->
            Reply.json(200, message("Memory updated successfully").put("memory_id", memory.id())))
        .orElseGet(Work::unknown);
  }

  private Reply delete(Allow allow, DeleteRequest request) {
    return engine.delete(allow, request.memory().id())
        ? Reply.json(200, message("Memory deleted successfully"))
        : unknown();
  }

  private Reply deleteAll(Allow allow, UserRequest request) {
    engine.deleteAll(allow);
    return Reply.json(200, message("All memories deleted successfully"));
  }

  private Reply relationships(Allow allow, UserRequest request) {
    ArrayNode relations =
        Stored.relations(engine.relations(allow, request.limit().orElse(Integer.MAX_VALUE)));
    ObjectNode body = Json.object();
    body.set("relationships", relations);
    return Reply.json(200, body.put("total_count", relations.size()));
  }

  private Reply stats(Allow allow, UserRequest request) {
    MemoryStore.Counts counts = engine.count(allow);
    return Reply.json(
        200,
        Json.object()
            .put("user_id", request.whose().user())
            .put("total_memories", counts.memories())
            .put("total_relationships", counts.relations()));
  }

  private static ObjectNode message(String message) {
    return Json.object().put("message", message);
  }

  // Somebody else's id gets this too: whether it exists is not the caller's business.
  private static Reply unknown() {
    return Reply.json(404, Json.object().put("detail", "Memory not found"));
  }
}

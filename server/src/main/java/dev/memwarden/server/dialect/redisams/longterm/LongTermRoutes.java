package dev.memwarden.server.dialect.redisams.longterm;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Place;
import dev.memwarden.memory.Draft;
import dev.memwarden.memory.Kind;
import dev.memwarden.memory.Memory;
import dev.memwarden.memory.MemoryEngine;
import dev.memwarden.memory.Outcome.Effect;
import dev.memwarden.memory.Put;
import dev.memwarden.memory.Revised;
import dev.memwarden.memory.Revision;
import dev.memwarden.server.dialect.redisams.record.Attributes;
import dev.memwarden.server.dialect.redisams.record.MemoryRecord;
import dev.memwarden.server.dialect.redisams.record.Shown;
import dev.memwarden.server.dialect.redisams.scope.Refusals;
import dev.memwarden.server.dialect.redisams.scope.Rows;
import dev.memwarden.server.fastapi.Details;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Match;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import dev.memwarden.server.http.Route.Guarded;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Long-term memory: create, search, one memory by its id, and what forgets many.
public final class LongTermRoutes {
  private final MemoryEngine engine;
  private final Finder finder;
  private final Maintenance maintenance;

  /// @param clock tells how old memories are
  public LongTermRoutes(MemoryEngine engine, Finder finder, InstantSource clock) {
    this.engine = engine;
    this.finder = finder;
    this.maintenance = new Maintenance(engine, clock);
  }

  /// The routes.
  public List<Route> routes() {
    return List.of(
        new Guarded<>(
            Match.of(Method.POST, "/v1/long-term-memory/"),
            LongTermOperations.CREATE,
            new CreateRequest.OnWire(),
            (who, request) -> request.demands(who),
            this::create,
            Rows::none),
        new Guarded<>(
            Match.of(Method.POST, "/v1/long-term-memory/search"),
            LongTermOperations.SEARCH,
            new SearchRequest.OnWire(),
            (_, request) -> request.demands(),
            this::search,
            reply -> Rows.each(reply, "memories")),
        new Guarded<>(
            Match.of(Method.GET, "/v1/long-term-memory/{memory_id}"),
            LongTermOperations.GET,
            new OneMemory.OnWire(),
            (_, request) -> request.demands(),
            this::get,
            Rows::one),
        new Guarded<>(
            Match.of(Method.PATCH, "/v1/long-term-memory/{memory_id}"),
            LongTermOperations.EDIT,
            new EditRequest.OnWire(),
            (_, request) -> request.demands(),
            this::edit,
            Rows::one),
        new Guarded<>(
            Match.of(Method.DELETE, "/v1/long-term-memory"),
            LongTermOperations.DELETE,
            new DeleteRequest.OnWire(),
            (_, request) -> request.demands(),
            this::delete,
            Rows::none),
        new Guarded<>(
            Match.of(Method.POST, "/v1/long-term-memory/forget"),
            LongTermOperations.FORGET,
            new ForgetRequest.OnWire(),
            (_, request) -> request.demands(),
            this::forget,
            Rows::none),
        new Guarded<>(
            Match.of(Method.POST, "/v1/long-term-memory/compact"),
            LongTermOperations.COMPACT,
            new CompactRequest.OnWire(),
            (_, request) -> request.demands(),
            (allow, _) ->
                done("ok, " + maintenance.compact(allow) + " memories remaining after compaction"),
            Rows::none));
  }

  private Reply create(Allow allow, CreateRequest request) {
    List<Draft> drafts =
        request.memories().stream()
            .map(memory -> request.deduplicate() ? draft(memory).unlessSaid() : draft(memory))
            .toList();
    if (drafts.isEmpty()) {
      return done("ok");
    }
    return switch (engine.put(allow, drafts)) {
      case Put.Done(List<Effect> effects) -> {
        complete(allow, drafts, effects);
        yield done("ok");
      }
      case Put.Taken(String id) -> taken(id);
      case Put.Full full -> Details.plain(409, full.reason());
    };
  }

  // A memory that says the same is kept; where it is the very one that was sent, what else was sent
  // of it counts.
  private void complete(Allow allow, List<Draft> drafts, List<Effect> effects) {
    for (int i = 0; i < drafts.size(); i++) {
      Draft draft = drafts.get(i);
      Memory kept = effects.get(i).memory();
      boolean differs =
          !kept.attributes().equals(draft.attributes())
              || !kept.metadata().equals(draft.metadata());
      if (kept.id().equals(draft.id()) && differs) {
        var _ =
            engine.revise(
                allow.within(Box.exactly(draft.place())),
                Kind.MEMORY,
                draft.id(),
                Revision.NOTHING
                    .withAttributes(_ -> draft.attributes())
                    .withMetadata(_ -> draft.metadata()));
      }
    }
  }

  private static Reply taken(String id) {
    return Details.plain(409, "Memory with ID " + id + " cannot be replaced");
  }

  private static Draft draft(MemoryRecord memory) {
    return Draft.of(Kind.MEMORY, memory.id(), memory.scope().place(), memory.text())
        .withMetadata(memory.metadata())
        .withAttributes(memory.attributes().text());
  }

  private Reply search(Allow allow, SearchRequest request) {
    return refusal(request).orElseGet(() -> Reply.json(200, finder.find(allow, request).json()));
  }

  /// What a search is answered that asks for a distance where none is measured.
  public static Optional<Reply> refusal(SearchRequest request) {
    return request.threshold().isPresent() && request.mode() != Mode.SEMANTIC
        ? Optional.of(
            Details.plain(400, "distance_threshold is only supported for semantic search mode"))
        : Optional.empty();
  }

  private Reply get(Allow allow, OneMemory request) {
    Optional<Memory> memory = engine.find(allow, request.id());
    memory.ifPresent(found -> engine.touch(allow, List.of(found)));
    return memory
        .map(found -> Reply.json(200, Shown.memory(found)))
        .orElseGet(() -> unknown(request));
  }

  private Reply edit(Allow allow, EditRequest request) {
    if (!request.changesAnything()) {
      return Details.plain(400, "No fields provided for update");
    }
    OneMemory memory = request.memory();
    Allow here = allow.within(memory.whose().box());
    // Nobody learns by changing it what a memory says that it may not read.
    Optional<Memory> old = engine.find(here, memory.id());
    if (old.isEmpty()) {
      return unknown(memory);
    }
    Place from = old.get().place();
    Place to = request.moved(from);
    if (!allow.reach(Action.MEMORY_READ).contains(to)) {
      return Refusals.outOfReach();
    }
    return switch (engine.revise(allow, Kind.MEMORY, memory.id(), request.revision())) {
      case Revised.Done(Memory changed) -> Reply.json(200, Shown.memory(changed));
      // Where it was found there is one of its id, and where it would go another.
      case Revised.Unknown _ ->
          from.user().equals(to.user()) ? unknown(memory) : taken(memory.id());
      case Revised.Beyond _ -> Refusals.outOfReach();
      case Revised.Taken _ -> taken(memory.id());
      case Revised.Full(int most) -> Details.plain(409, new Put.Full(most).reason());
    };
  }

  private Reply delete(Allow allow, DeleteRequest request) {
    long deleted = request.ids().stream().filter(id -> engine.delete(allow, id)).count();
    return done("ok, deleted " + deleted + " memories");
  }

  private Reply forget(Allow allow, ForgetRequest request) {
    Maintenance.Forgotten forgotten = maintenance.forget(allow, request);
    ObjectNode body =
        Json.object().put("scanned", forgotten.scanned()).put("deleted", forgotten.deleted());
    body.set("deleted_ids", Attributes.array(forgotten.ids()));
    return Reply.json(200, body.put("dry_run", request.dryRun()));
  }

  private static Reply done(String status) {
    return Reply.json(200, Json.object().put("status", status));
  }

  // Somebody else's id gets this too: whether it exists is not the caller's business.
  private static Reply unknown(OneMemory memory) {
    return Details.plain(404, "Memory with ID " + memory.id() + " not found");
  }
}

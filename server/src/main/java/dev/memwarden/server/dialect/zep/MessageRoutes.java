package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.memory.EntityStore;
import dev.memwarden.memory.Kind;
import dev.memwarden.memory.Memory;
import dev.memwarden.memory.MemoryEngine;
import dev.memwarden.memory.Order;
import dev.memwarden.memory.Revision;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Match;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/// What was said in a session, one message after the other.
final class MessageRoutes {
  private static final String PATH = OneSession.PATH + "/{session_id}/messages";
  private static final String ONE = PATH + "/{message_uuid}";

  private final MemoryEngine engine;
  private final EntityStore entities;

  MessageRoutes(MemoryEngine engine, EntityStore entities) {
    this.engine = engine;
    this.entities = entities;
  }

  List<Route> routes() {
    return List.of(
        new Route.Guarded<>(
            Match.of(Method.GET, PATH),
            MessageOperations.LIST,
            new MessagesRequest.OnWire(),
            (_, request) -> request.demands(),
            this::list,
            _ -> List.of()),
        new Route.Guarded<>(
            Match.of(Method.GET, ONE),
            MessageOperations.GET,
            new OneMessage.OnWire(),
            (_, request) -> request.demands(),
            this::get,
            _ -> List.of()),
        new Route.Guarded<>(
            Match.of(Method.PATCH, ONE),
            MessageOperations.PATCH,
            new MessagePatch.OnWire(),
            (_, request) -> request.demands(),
            this::patch,
            _ -> List.of()));
  }

  private Reply list(Allow allow, MessagesRequest request) {
    Optional<Allow> here = SessionRoutes.inside(entities, allow, request.session());
    long total = here.map(within -> engine.count(within, Messages.ALL)).orElse(0L);
    List<Memory> page =
        here.filter(_ -> request.offset() < total)
            .map(within ->
                engine.list(
                    within,
                    Messages.ALL,
                    Order.OLDEST_FIRST,
                    Math.toIntExact(request.offset()),
                    request.limit().orElse(Integer.MAX_VALUE)))
            .orElse(List.of());
    ObjectNode body = Json.object();
    body.set("messages", Messages.written(page));
    return Replies.json(200, body.put("total_count", total).put("row_count", page.size()));
  }

  private Reply get(Allow allow, OneMessage request) {
    return find(allow, request)
        .map(message -> Replies.json(200, Messages.message(message)))
        .orElseGet(Replies::notFound);
  }

  private Optional<Memory> find(Allow allow, OneMessage request) {
    return Nearest.of(
        allow, Action.MEMORY_READ, within -> engine.find(within, Kind.MESSAGE, request.uuid()));
  }

  private Reply patch(Allow allow, MessagePatch request) {
    return Found.at(
        find(allow, request.message()).map(Memory::place),
        allow,
        Action.MEMORY_WRITE,
        here -> patchThere(here, request));
  }

  private Reply patchThere(Allow here, MessagePatch request) {
    Merge merge = new Merge(Metadata.unprivileged(request.metadata()));
    UnaryOperator<String> counted =
        attributes ->
            request.tokens().map(tokens -> Messages.counted(attributes, tokens)).orElse(attributes);
    Revision revision =
        Revision.NOTHING
            .withMetadata(metadata -> Json.text(merge.onto(Metadata.stored(metadata))))
            .withAttributes(
                attributes -> merge.wasTooLarge() ? attributes : counted.apply(attributes));
    Optional<Memory> patched =
        engine.revise(here, Kind.MESSAGE, request.message().uuid(), revision).done();
    return Replies.patched(merge, patched.map(Messages::message));
  }
}

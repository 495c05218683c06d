package dev.memwarden.server.dialect.redisams.prompt;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Identity;
import dev.memwarden.memory.Memory;
import dev.memwarden.server.dialect.redisams.filter.Filters;
import dev.memwarden.server.dialect.redisams.filter.Filters.TagField;
import dev.memwarden.server.dialect.redisams.filter.TagFilter;
import dev.memwarden.server.dialect.redisams.longterm.SearchRequest;
import dev.memwarden.server.dialect.redisams.scope.Scope;
import dev.memwarden.server.dialect.redisams.working.OneSession;
import dev.memwarden.server.dialect.redisams.working.Strategy;
import dev.memwarden.server.dialect.redisams.working.Window;
import dev.memwarden.server.fastapi.Input;
import dev.memwarden.server.fastapi.Part;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.TargetWriter;
import dev.memwarden.server.http.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `POST /v1/memory/prompt`.
///
/// @param session whose messages come first
/// @param search for which memories come before the question
record PromptRequest(String query, Optional<OneSession> session, Optional<SearchRequest> search) {

  /// How many memories there are if nobody says how.
  private static final int LIMIT = 20;

  /// Reading the session and what is searched. With neither the request makes no sense; that is
  /// said to whoever may read anything.
  List<Demand> demands(Identity caller) {
    List<Demand> demands = new ArrayList<>();
    session.ifPresent(one -> demands.addAll(one.demands(Action.MEMORY_READ)));
    search.ifPresent(one -> demands.addAll(one.demands()));
    return demands.isEmpty()
        ? List.of(
            new Demand(
                Action.MEMORY_READ,
                Scope.of(caller, Optional.empty(), Optional.empty(), Optional.empty()).box()))
        : demands;
  }

  /// How this stands on the wire.
  static final class OnWire implements Wire<PromptRequest> {

    @Override
    public Decoded<PromptRequest> decode(Identity caller, Call call) {
      return Input.ofBody(
          call,
          (input, part) -> {
            // A language model could make the question better; this server asks what was asked.
            var _ = input.flag("optimize_query");
            Optional<OneSession> session = part.object("session").map(own -> session(caller, own));
            return new PromptRequest(
                part.required("query", Memory.MAX_TEXT_BYTES),
                session,
                search(caller, part, session));
          });
    }

    private static OneSession session(Identity caller, Part part) {
      var _ = Strategy.read(part);
      return new OneSession(
          Scope.of(
              caller,
              part.id("user_id"),
              Optional.of(part.requiredId("session_id")).filter(Axis::accepts),
              part.id("namespace")),
          Window.read(part),
          Optional.empty());
    }

    private static Optional<SearchRequest> search(
        Identity caller, Part part, Optional<OneSession> session) {
      Optional<JsonNode> given = part.given("long_term_search");
      if (given.isPresent() && given.get().isBoolean()) {
        return given.get().booleanValue()
            ? Optional.of(besides(caller, session))
            : Optional.empty();
      }
      return part.object("long_term_search")
          .map(own -> SearchRequest.read(caller, own, SearchRequest.LIMIT, user(session)));
    }

    // Whose session it is, that one's memories; those of the session itself are there already.
    private static SearchRequest besides(Identity caller, Optional<OneSession> session) {
      Filters filters =
          session
              .flatMap(one -> one.scope().session())
              .map(id -> Filters.NONE.with(TagField.SESSION, TagFilter.not(id)))
              .orElse(Filters.NONE);
      return SearchRequest.of(caller, filters.otherwise(TagField.USER, user(session)), LIMIT);
    }

    private static Optional<String> user(Optional<OneSession> session) {
      return session.flatMap(one -> one.scope().user());
    }

    @Override
    public Encoded encode(PromptRequest request) {
      ObjectNode body = Json.object().put("query", request.query);
      request.session.ifPresent(session -> {
        ObjectNode node = body.putObject("session");
        session.scope().writeTo(node);
        session.window().writeTo(node);
      });
      request.search.ifPresent(search -> body.set("long_term_search", search.json()));
      return TargetWriter.of("/v1/memory/prompt").encoded(body);
    }
  }
}

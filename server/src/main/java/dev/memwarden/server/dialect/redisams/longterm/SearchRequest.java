package dev.memwarden.server.dialect.redisams.longterm;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Identity;
import dev.memwarden.memory.Memory;
import dev.memwarden.server.dialect.redisams.filter.Filters;
import dev.memwarden.server.dialect.redisams.filter.Filters.TagField;
import dev.memwarden.server.dialect.redisams.scope.Scope;
import dev.memwarden.server.fastapi.Input;
import dev.memwarden.server.fastapi.Part;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.TargetWriter;
import dev.memwarden.server.http.Wire;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// `POST /v1/long-term-memory/search`.
///
/// @param scope where to look: what `eq` filters name, else the caller's own
/// @param text the question; empty for a list of all that meets the filters
/// @param alpha how much meaning counts against words in [Mode#HYBRID]
/// @param threshold largest distance, in [Mode#SEMANTIC] alone
public record SearchRequest(
    Scope scope,
    Optional<String> text,
    Mode mode,
    double alpha,
    int limit,
    int offset,
    Optional<Double> threshold,
    Filters filters,
    Recency recency) {

  /// Most memories of one page.
  public static final int MAX_LIMIT = 100;

  /// Page size if none is asked for.
  public static final int LIMIT = 10;

  /// Farthest that a page can be from the start.
  static final int MAX_OFFSET = 100_000;

  private static final double ALPHA = 0.7;
  private static final double FARTHEST = 2;

  /// Reading what is meant.
  public List<Demand> demands() {
    return List.of(new Demand(Action.MEMORY_READ, scope.box()));
  }

  /// All memories that meet `filters`, in the way that holds unless something else is asked for.
  public static SearchRequest of(Identity caller, Filters filters, int limit) {
    return Part.known(filters.json(), part -> read(caller, part, limit, Optional.empty()));
  }

  /// The same with another question.
  public SearchRequest asking(String question) {
    return new SearchRequest(
        scope, Optional.of(question), mode, alpha, limit, offset, threshold, filters, recency);
  }

  /// Reads one at some depth of a body.
  ///
  /// @param limit page size if none is asked for
  /// @param user whose memories are meant if nobody is named here
  public static SearchRequest read(Identity caller, Part part, int limit, Optional<String> user) {
    Filters given = Filters.read(part).otherwise(TagField.USER, user);
    Scope scope = scope(caller, given);
    // What a caller means that says nothing, is said from here on.
    Filters filters =
        given
            .otherwise(TagField.USER, scope.user())
            .otherwise(TagField.SESSION, scope.session())
            .otherwise(TagField.LABEL, scope.label());
    return new SearchRequest(
        scope,
        part.text("text", Memory.MAX_TEXT_BYTES).filter(text -> !text.isBlank()),
        part.word("search_mode", Mode.WORDS).map(Mode::of).orElse(Mode.SEMANTIC),
        part.fraction("hybrid_alpha", 0, 1).orElse(ALPHA),
        part.integer("limit", 1, MAX_LIMIT).orElse(limit),
        part.integer("offset", 0, MAX_OFFSET).orElse(0),
        part.fraction("distance_threshold", 0, FARTHEST),
        filters,
        Recency.read(part));
  }

  // Who asks about others, by any condition on users, is not meant alone: policy says how far.
  private static Scope scope(Identity caller, Filters filters) {
    Scope named =
        Scope.of(
            caller,
            filters.exactly(TagField.USER),
            filters.exactly(TagField.SESSION),
            filters.exactly(TagField.LABEL));
    boolean others = filters.has(TagField.USER) && filters.exactly(TagField.USER).isEmpty();
    return others
        ? new Scope(named.tenant(), Optional.empty(), named.agent(), named.session(), named.label())
        : named;
  }

  /// The request as a client would send it.
  public ObjectNode json() {
    ObjectNode body = Json.object();
    text.ifPresent(question -> body.put("text", question));
    body.put("search_mode", mode.word())
        .put("hybrid_alpha", alpha)
        .put("limit", limit)
        .put("offset", offset);
    threshold.ifPresent(distance -> body.put("distance_threshold", distance));
    filters.writeTo(body);
    recency.writeTo(body);
    return body;
  }

  /// How this stands on the wire.
  static final class OnWire implements Wire<SearchRequest> {

    @Override
    public Decoded<SearchRequest> decode(Identity caller, Call call) {
      return Input.ofBody(
          call,
          (input, part) -> {
            // A language model could make the question better; this server asks what was asked.
            var _ = input.flag("optimize_query");
            return read(caller, part, LIMIT, Optional.empty());
          });
    }

    @Override
    public Encoded encode(SearchRequest request) {
      return TargetWriter.of("/v1/long-term-memory/search").encoded(request.json());
    }
  }
}

package dev.memwarden.server.dialect.redisams.longterm;

import dev.memwarden.auth.Action;
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
import dev.memwarden.server.http.TargetWriter;
import dev.memwarden.server.http.Wire;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// `POST /v1/long-term-memory/forget`.
///
/// @param pinnedIds memories that stay whatever the policy says
/// @param limit looks at so many at most, oldest first
/// @param dryRun whether it only says what it would do
record ForgetRequest(
    Scope scope, ForgetPolicy policy, List<String> pinnedIds, int limit, boolean dryRun) {

  static final int MAX_LIMIT = 10_000;
  static final int LIMIT = 1_000;
  static final int MAX_PINNED = 10_000;

  ForgetRequest {
    pinnedIds = List.copyOf(pinnedIds);
  }

  /// Looking at what is meant, and deleting there: what would be deleted is told to nobody else.
  List<Demand> demands() {
    return List.of(
        new Demand(Action.MEMORY_READ, scope.box()), new Demand(Action.MEMORY_DELETE, scope.box()));
  }

  /// How this stands on the wire.
  static final class OnWire implements Wire<ForgetRequest> {

    @Override
    public Decoded<ForgetRequest> decode(Identity caller, Call call) {
      return Input.ofBody(
          call,
          (input, part) ->
              new ForgetRequest(
                  Scope.of(
                      caller, input.id("user_id"), input.id("session_id"), input.id("namespace")),
                  policy(part),
                  part.texts("pinned_ids", MAX_PINNED, Part.MAX_NAME_BYTES).orElse(List.of()),
                  input.integer("limit", 1, MAX_LIMIT).orElse(LIMIT),
                  input.flag("dry_run").orElse(true)));
    }

    private static ForgetPolicy policy(Part part) {
      return part.object("policy")
          .map(ForgetPolicy::read)
          .orElseGet(() -> part.has("policy") ? nothing() : missing(part));
    }

    private static ForgetPolicy missing(Part part) {
      return part.wrong(Problems.missing(part.at("policy")), nothing());
    }

    private static ForgetPolicy nothing() {
      return new ForgetPolicy(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 1);
    }

    @Override
    public Encoded encode(ForgetRequest request) {
      ObjectNode body = Json.object();
      body.set("policy", request.policy.json());
      body.set("pinned_ids", Attributes.array(request.pinnedIds));
      return TargetWriter.of("/v1/long-term-memory/forget")
          .with("user_id", request.scope.user())
          .with("session_id", request.scope.session())
          .with("namespace", request.scope.label())
          .with("limit", Optional.of(request.limit))
          .with("dry_run", Optional.of(request.dryRun))
          .encoded(body);
    }
  }
}

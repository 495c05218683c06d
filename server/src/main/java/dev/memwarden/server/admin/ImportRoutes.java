package dev.memwarden.server.admin;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.key.ImportedKey;
import dev.memwarden.auth.key.ImportedKey.Evidence;
import dev.memwarden.auth.key.ImportedKey.Outcome;
import dev.memwarden.auth.key.KeyImport;
import dev.memwarden.server.http.Body;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Parsed;
import dev.memwarden.server.http.Problem;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import dev.memwarden.server.http.Wire;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/admin/v1/imports`: takes over keys of other systems, each with an outcome of its own.
final class ImportRoutes {
  static final String PATH = "/admin/v1/imports";

  private final KeyImport imports;
  private final Predicate<Secret> isReserved;

  /// @param isReserved whether a text means something else already, so that it can be no key
  ImportRoutes(KeyImport imports, Predicate<Secret> isReserved) {
    this.imports = imports;
    this.isReserved = isReserved;
  }

  private record Request(List<ImportedKey> keys, Optional<Instant> sunset, boolean dryRun) {}

  List<Route> routes() {
    return List.of(
        AdminRoute.of(Action.KEYS_MANAGE, Method.POST, PATH, new ImportWire(), this::run));
  }

  private Reply run(Allow allow, Request request) {
    List<ImportedKey> taken = new ArrayList<>();
    for (ImportedKey key : request.keys()) {
      if (!isReserved(key)) {
        taken.add(key);
      }
    }
    List<Outcome> outcomes = imports.run(allow, taken, request.sunset(), request.dryRun());
    ArrayNode results = Json.array();
    int next = 0;
    for (ImportedKey key : request.keys()) {
      results.add(
          json(
              isReserved(key)
                  ? new Outcome.Refused("has the form of a token that is signed, or signs them")
                  : outcomes.get(next++)));
    }
    ObjectNode reply = Json.object().put("dry_run", request.dryRun());
    reply.set("results", results);
    return Replies.ok(reply);
  }

  private boolean isReserved(ImportedKey key) {
    return switch (key.evidence()) {
      case Evidence.Text(Secret text) -> isReserved.test(text);
      case Evidence.Hashed(_, Optional<Secret> text, _) -> text.filter(isReserved).isPresent();
      case Evidence.Digest _ -> false;
    };
  }

  private static ObjectNode json(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Added(boolean recognised) ->
          Json.object().put("outcome", "added").put("recognised", recognised);
      case Outcome.Known _ -> Json.object().put("outcome", "known");
      case Outcome.Expired _ -> Json.object().put("outcome", "expired");
      case Outcome.Refused(String reason) ->
          Json.object().put("outcome", "refused").put("reason", reason);
    };
  }

  /// The body names the sunset and the keys, each as [ImportedKeyJson] has it.
  private static final class ImportWire implements Wire<Request> {

    @Override
    public Decoded<Request> decode(Identity caller, Call call) {
      return switch (Json.parse(call.body().bytes())) {
        case Parsed.Invalid(int position, _) ->
            malformed("the body is no valid JSON at position " + position);
        case Parsed.Value(JsonNode body) -> read(body, caller.principal().tenant());
      };
    }

    private static Decoded<Request> read(JsonNode body, String tenant) {
      if (!body.path("keys").isArray() || !body.path("dry_run").isBoolean()) {
        return malformed("keys: must be a list, and dry_run true or false");
      }
      try {
        List<ImportedKey> keys = new ArrayList<>();
        for (JsonNode key : body.path("keys")) {
          keys.add(ImportedKeyJson.read(key, tenant));
        }
        return new Decoded.Request<>(
            new Request(
                List.copyOf(keys),
                ImportedKeyJson.time(body, "sunset"),
                body.path("dry_run").booleanValue()));
      } catch (IllegalArgumentException e) {
        return malformed(String.valueOf(e.getMessage()));
      }
    }

    private static Decoded<Request> malformed(String what) {
      return new Decoded.Malformed<>(
          List.of(new Problem(List.of("body"), "value_error", what, "")));
    }

    @Override
    public Encoded encode(Request request) {
      ObjectNode body = Json.object().put("dry_run", request.dryRun());
      request.sunset().ifPresent(end -> body.put("sunset", end.toString()));
      ArrayNode keys = body.putArray("keys");
      request.keys().forEach(key -> keys.add(ImportedKeyJson.of(key)));
      return new Encoded(PATH, Body.of(Json.write(body)));
    }
  }
}

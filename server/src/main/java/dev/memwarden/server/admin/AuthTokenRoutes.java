package dev.memwarden.server.admin;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.key.KeyHash;
import dev.memwarden.auth.key.KeyRecord;
import dev.memwarden.auth.key.KeyService;
import dev.memwarden.auth.key.Minting;
import dev.memwarden.auth.key.NewKey;
import dev.memwarden.auth.key.Slice;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import dev.memwarden.server.http.Wire;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/// `/admin/v1/auth-tokens`: API keys as the tokens that Redis AMS knows, with their hashes.
final class AuthTokenRoutes {
  /// Whose a token is that names nobody: as in Redis AMS, it acts for everybody.
  static final String DEFAULT_SERVICE = "default";

  private static final String PATH = "/admin/v1/auth-tokens";
  static final int MAX_DESCRIPTION = 1_000;

  private final KeyService keys;
  private final Predicate<Secret> isReserved;

  /// @param isReserved whether a text means something else already, so that it can be no token
  AuthTokenRoutes(KeyService keys, Predicate<Secret> isReserved) {
    this.keys = keys;
    this.isReserved = isReserved;
  }

  /// @param text what the token shall be; empty to make one up
  private record Add(NewKey key, Optional<Secret> text) {}

  List<Route> routes() {
    return List.of(
        AdminRoute.ofPrincipals(
            TokenOperations.LIST,
            Action.KEYS_MANAGE,
            Method.GET,
            PATH,
            Pages.wire(PATH),
            this::list),
        AdminRoute.ofPrincipals(
            TokenOperations.ADD,
            Action.KEYS_MANAGE,
            Method.POST,
            PATH,
            new AdminWire<>(AuthTokenRoutes::read, AuthTokenRoutes::write),
            this::add));
  }

  // A token that was removed is gone for Redis AMS, and configured ones are not stored.
  private Reply list(Allow allow, Slice<String> slice) {
    return keys.list(
            allow, slice, key -> key.revocation().isEmpty() && !key.hash().equals(KeyHash.NOTHING))
        .map(page -> Pages.reply("tokens", page, key -> json(Json.object(), key), KeyRecord::id))
        .orElseGet(Pages::unknown);
  }

  private Reply add(Allow allow, Add request) {
    if (request.text().isPresent() && !LocalAdmin.is(allow.identity())) {
      // It could be a weak one, and whether another tenant has it is nobody's to learn.
      return Replies.problem(403, "a text that was made elsewhere is taken on the server itself");
    }
    if (request.text().filter(isReserved).isPresent()) {
      return Replies.problem(409, "the text has the form of a token that is signed, or signs them");
    }
    Minting minting =
        request
            .text()
            .map(text -> keys.adopt(allow, request.key(), text))
            .orElseGet(() -> keys.mint(allow, request.key()));
    return switch (minting) {
      case Minting.Minted(var key, var text, var disabled) -> added(key, text, disabled);
      case Minting.NotWithin(var reason) -> Replies.problem(403, reason);
      case Minting.UnfitText(var reason) -> Replies.problem(409, "the text " + reason);
      case Minting.OwnerDeleted(var owner) ->
          Replies.problem(409, owner + " was deleted; enable it first");
    };
  }

  private static Reply added(KeyRecord key, Secret text, boolean disabled) {
    ObjectNode json = json(Json.object().put("token", text.revealText()), key);
    if (disabled) {
      json.put(
          AdminReply.WARNING,
          key.principal() + " is disabled: the token does not work until it is enabled");
    }
    return Reply.json(201, json);
  }

  private static ObjectNode json(ObjectNode json, KeyRecord key) {
    return json.put("description", key.description().or(key::name).orElse(""))
        .put("created_at", key.createdAt().toString())
        .put("expires_at", key.ceiling().expiresAt().map(Instant::toString).orElse(null))
        .put("hash", key.hash().shown())
        .put("id", key.id());
  }

  private static Decoded<Add> read(Identity caller, Call call) {
    BodyFields fields = BodyFields.of(call);
    Optional<String> user = fields.text("user");
    Optional<String> service = fields.text("service");
    String id = user.or(() -> service).orElse(DEFAULT_SERVICE);
    if (!Axis.accepts(id) || (user.isPresent() && service.isPresent())) {
      fields.wrong("user", "must be an id, and the only owner");
      id = DEFAULT_SERVICE;
    }
    String tenant = caller.principal().tenant();
    Principal owner =
        new Principal(user.isPresent() ? Principal.Kind.USER : Principal.Kind.SERVICE, tenant, id);
    Optional<String> description = fields.text("description");
    if (description.filter(text -> text.length() > MAX_DESCRIPTION).isPresent()) {
      fields.wrong("description", "must have at most " + MAX_DESCRIPTION + " characters");
    }
    Ceiling ceiling =
        Ceiling.of(Action.MEMORY_AND_CHAT, Box.ofTenant(tenant))
            .expiring(fields.time("expires_at"));
    return AdminWire.decoded(
        fields,
        new Add(
            new NewKey(owner, Optional.empty(), description, ceiling),
            fields.text("token").map(Secret::of)));
  }

  private static Wire.Encoded write(Add request) {
    NewKey key = request.key();
    ObjectNode body = Json.object().put(key.principal().kind().word(), key.principal().id());
    key.description().ifPresent(text -> body.put("description", text));
    key.ceiling().expiresAt().ifPresent(end -> body.put("expires_at", end.toString()));
    request.text().ifPresent(text -> body.put("token", text.revealText()));
    return AdminWire.encoded(PATH, body);
  }
}

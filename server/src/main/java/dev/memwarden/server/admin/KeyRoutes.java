package dev.memwarden.server.admin;

import static dev.memwarden.server.admin.Replies.ok;
import static dev.memwarden.server.admin.Replies.problem;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.key.KeyRecord;
import dev.memwarden.auth.key.KeyService;
import dev.memwarden.auth.key.Minting;
import dev.memwarden.auth.key.NewKey;
import dev.memwarden.auth.key.Rotation;
import dev.memwarden.auth.key.Slice;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import dev.memwarden.server.http.Wire;
import dev.memwarden.server.own.KeyJson;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import tools.jackson.databind.node.ObjectNode;

/// `/admin/v1/keys`: everybody's keys.
final class KeyRoutes {
  private static final String ONE = NewKeyWire.PATH + "/{id}";
  private static final String REVOKE = "/revoke";
  private static final String ROTATE = "/rotate";

  /// Longest time that a key works on beside its successor, in seconds: ten years.
  static final int MAX_GRACE = 315_360_000;

  private final KeyService keys;
  private final NewKeyWire newKeys;

  KeyRoutes(KeyService keys, InstantSource clock) {
    this.keys = keys;
    this.newKeys = new NewKeyWire(clock);
  }

  private record Revoke(String id, String reason) {}

  /// @param endsAsUsual whether nothing was said about when the successor ends
  /// @param end when it shall end if something was said; empty for never
  private record Rotate(String id, Duration grace, boolean endsAsUsual, Optional<Instant> end) {
    /// @param local whether whoever owns the data folder asks: the key of a first start ends unless
    ///   its own successor is made there
    Optional<Instant> endAfter(KeyRecord old, boolean local) {
      if (!endsAsUsual) {
        return end;
      }
      boolean first =
          old.principal().kind() == Principal.Kind.ADMIN
              && old.name().equals(Optional.of(AdminDialect.FIRST_KEY));
      return first && local ? Optional.empty() : old.ceiling().expiresAt();
    }
  }

  List<Route> routes() {
    return List.of(
        about(
            KeyOperations.LIST,
            Method.GET,
            NewKeyWire.PATH,
            Pages.wire(NewKeyWire.PATH),
            this::list),
        about(KeyOperations.MINT, Method.POST, NewKeyWire.PATH, newKeys, this::mint),
        about(
            KeyOperations.SHOW,
            Method.GET,
            ONE,
            AdminWire.ofId(NewKeyWire.PATH + "/", ""),
            this::show),
        about(
            KeyOperations.REVOKE,
            Method.POST,
            ONE + REVOKE,
            new AdminWire<>((_, call) -> readRevoke(call), KeyRoutes::write),
            this::revoke),
        about(
            KeyOperations.ROTATE,
            Method.POST,
            ONE + ROTATE,
            new AdminWire<>((_, call) -> readRotate(call), KeyRoutes::write),
            this::rotate));
  }

  private static <Q> Route about(
      Operation operation,
      Method method,
      String path,
      Wire<Q> wire,
      BiFunction<Allow, Q, Reply> perform) {
    return AdminRoute.ofPrincipals(operation, Action.KEYS_MANAGE, method, path, wire, perform);
  }

  private Reply list(Allow allow, Slice<String> slice) {
    return keys.list(allow, slice, _ -> true)
        .map(page -> Pages.reply("keys", page, KeyJson::of, KeyRecord::id))
        .orElseGet(Pages::unknown);
  }

  private Reply show(Allow allow, String id) {
    return keys.show(allow, id).map(key -> ok(KeyJson.of(key))).orElseGet(Replies::unknownKey);
  }

  private Reply mint(Allow allow, NewKey wish) {
    return switch (keys.mint(allow, wish)) {
      case Minting.Minted(var key, var text, var disabled) -> minted(key, text, disabled);
      case Minting.NotWithin(var reason) -> problem(403, reason);
      case Minting.UnfitText(var reason) -> problem(409, "the text " + reason);
      case Minting.OwnerDeleted(var owner) ->
          problem(409, name(owner) + " was deleted; enable it first");
    };
  }

  private static Reply minted(KeyRecord key, Secret text, boolean disabled) {
    ObjectNode json = KeyJson.of(key, text);
    if (disabled) {
      json.put(
          AdminReply.WARNING,
          name(key.principal()) + " is disabled: the key does not work until it is enabled");
    }
    return Reply.json(201, json);
  }

  private static String name(Principal principal) {
    return principal.kind().word() + " " + principal.id();
  }

  private Reply revoke(Allow allow, Revoke request) {
    return keys.revoke(allow, request.id(), request.reason())
        .map(key -> ok(KeyJson.of(key)))
        .orElseGet(Replies::unknownKey);
  }

  private Reply rotate(Allow allow, Rotate request) {
    boolean local = LocalAdmin.is(allow.identity());
    return switch (keys.rotate(
        allow, request.id(), request.grace(), old -> request.endAfter(old, local))) {
      case Rotation.Rotated(_, var successor, var text) ->
          Reply.json(201, KeyJson.of(successor, text));
      case Rotation.NotRotated(var why) -> notRotated(why);
    };
  }

  private static Reply notRotated(Rotation.Reason why) {
    return switch (why) {
      case UNKNOWN -> Replies.unknownKey();
      case REVOKED -> problem(409, "the key is revoked");
      case EXPIRED -> problem(409, "the key has expired");
      case ROTATED_BEFORE -> problem(409, "the key has a successor already");
      case CONFIGURED ->
          problem(409, "the key comes from API_KEYS or from Redis AMS: replace it there");
      case NOT_WITHIN -> problem(403, "the key may do more than you may give");
      case USELESS -> problem(422, "the successor would never work: it ends before it starts");
    };
  }

  private static Decoded<Revoke> readRevoke(Call call) {
    BodyFields fields = BodyFields.of(call);
    String reason = fields.reason("");
    return AdminWire.decoded(fields, new Revoke(fields.id(call), reason));
  }

  private static Wire.Encoded write(Revoke request) {
    return AdminWire.encoded(
        NewKeyWire.PATH + "/" + AdminRequest.segment(request.id()) + REVOKE,
        Json.object().put("reason", request.reason()));
  }

  private static Decoded<Rotate> readRotate(Call call) {
    BodyFields fields = BodyFields.of(call);
    Duration grace =
        fields
            .count("grace_seconds", MAX_GRACE)
            .map(Duration::ofSeconds)
            .orElse(KeyService.DEFAULT_GRACE);
    boolean endsAsUsual = !fields.has("expires_at");
    Optional<Instant> end = fields.time("expires_at");
    return AdminWire.decoded(fields, new Rotate(fields.id(call), grace, endsAsUsual, end));
  }

  private static Wire.Encoded write(Rotate request) {
    ObjectNode body = Json.object().put("grace_seconds", request.grace().toSeconds());
    if (!request.endsAsUsual()) {
      body.put("expires_at", request.end().map(Instant::toString).orElse(null));
    }
    return AdminWire.encoded(
        NewKeyWire.PATH + "/" + AdminRequest.segment(request.id()) + ROTATE, body);
  }
}

package dev.memwarden.server.admin;

import static dev.memwarden.server.admin.Replies.ok;
import static dev.memwarden.server.admin.Replies.problem;
import static dev.memwarden.server.admin.Replies.tenantWide;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.key.KeyService;
import dev.memwarden.auth.key.Minting;
import dev.memwarden.auth.key.NewKey;
import dev.memwarden.auth.key.Rotation;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Match;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import dev.memwarden.server.http.Wire;
import dev.memwarden.server.own.KeyJson;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import tools.jackson.databind.node.ArrayNode;

/// `/admin/v1/keys`: everybody's keys.
final class KeyRoutes {
  private static final String ONE = KeyWish.PATH + "/{id}";
  private static final String REVOKE = "/revoke";
  private static final String ROTATE = "/rotate";
  private static final int MAX_REASON = 500;

  private final KeyService keys;

  KeyRoutes(KeyService keys) {
    this.keys = keys;
  }

  private record Revoke(String id, String reason) {}

  private record Rotate(String id, Duration grace) {}

  List<Route> routes() {
    return List.of(
        route(Method.GET, KeyWish.PATH, AdminWire.ofNothing(KeyWish.PATH), this::list),
        route(
            Method.POST,
            KeyWish.PATH,
            new AdminWire<>(KeyWish::decode, KeyWish::encode),
            this::mint),
        route(Method.GET, ONE, AdminWire.ofId(KeyWish.PATH + "/", ""), this::show),
        route(
            Method.POST,
            ONE + REVOKE,
            new AdminWire<>((_, call) -> readRevoke(call), KeyRoutes::write),
            this::revoke),
        route(
            Method.POST,
            ONE + ROTATE,
            new AdminWire<>((_, call) -> readRotate(call), KeyRoutes::write),
            this::rotate));
  }

  private static <Q> Route route(
      Method method, String path, Wire<Q> wire, BiFunction<Allow, Q, Reply> perform) {
    return new Route.Guarded<>(
        Match.of(method, path), wire, tenantWide(Action.KEYS_MANAGE), perform, Replies::noRows);
  }

  private Reply list(Allow allow, String tenant) {
    ArrayNode all = Json.array();
    keys.list(allow).forEach(key -> all.add(KeyJson.of(key)));
    return ok(all);
  }

  private Reply show(Allow allow, String id) {
    return keys.show(allow, id).map(key -> ok(KeyJson.of(key))).orElseGet(Replies::unknownKey);
  }

  private Reply mint(Allow allow, NewKey wish) {
    return switch (keys.mint(allow, wish)) {
      case Minting.Minted(var key, var text) -> Reply.json(201, KeyJson.of(key, text));
      case Minting.NotWithin(var reason) -> problem(403, reason);
    };
  }

  private Reply revoke(Allow allow, Revoke request) {
    return keys.revoke(allow, request.id(), request.reason())
        .map(key -> ok(KeyJson.of(key)))
        .orElseGet(Replies::unknownKey);
  }

  private Reply rotate(Allow allow, Rotate request) {
    return switch (keys.rotate(allow, request.id(), request.grace())) {
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
      case CONFIGURED -> problem(409, "the key comes from API_KEYS: replace it there");
      case NOT_WITHIN -> problem(403, "the key may do more than you may give");
    };
  }

  private static Decoded<Revoke> readRevoke(Call call) {
    BodyFields fields = BodyFields.of(call);
    String reason = fields.text("reason").orElse("");
    if (reason.length() > MAX_REASON || reason.chars().anyMatch(Character::isISOControl)) {
      fields.wrong("reason", "must have at most " + MAX_REASON + " characters and no controls");
    }
    return AdminWire.decoded(fields, new Revoke(call.pathValue("id"), reason));
  }

  private static Wire.Encoded write(Revoke request) {
    return AdminWire.encoded(
        KeyWish.PATH + "/" + AdminRequest.segment(request.id()) + REVOKE,
        Json.object().put("reason", request.reason()));
  }

  private static Decoded<Rotate> readRotate(Call call) {
    BodyFields fields = BodyFields.of(call);
    Duration grace =
        fields.count("grace_seconds").map(Duration::ofSeconds).orElse(KeyService.DEFAULT_GRACE);
    return AdminWire.decoded(fields, new Rotate(call.pathValue("id"), grace));
  }

  private static Wire.Encoded write(Rotate request) {
    return AdminWire.encoded(
        KeyWish.PATH + "/" + AdminRequest.segment(request.id()) + ROTATE,
        Json.object().put("grace_seconds", request.grace().toSeconds()));
  }
}

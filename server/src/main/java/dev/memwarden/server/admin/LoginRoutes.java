package dev.memwarden.server.admin;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.handshake.Family;
import dev.memwarden.auth.handshake.FamilyService;
import dev.memwarden.auth.key.Slice;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import dev.memwarden.server.http.Wire;
import dev.memwarden.server.own.KeyJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// `/admin/v1/logins`: families of tokens, by the name that people use.
final class LoginRoutes {
  private static final String PATH = "/admin/v1/logins";
  private static final String END = "/end";
  private static final String ALL = "all";

  private final FamilyService families;

  LoginRoutes(FamilyService families) {
    this.families = families;
  }

  private record End(String id, String reason) {}

  /// @param whose empty for everybody in the tenant
  private record EndAll(Optional<Principal> whose) {
    boolean isOfEverybody() {
      return whose.isEmpty();
    }
  }

  List<Route> routes() {
    return List.of(
        AdminRoute.ofPrincipals(
            LoginOperations.LIST,
            Action.KEYS_MANAGE,
            Method.GET,
            PATH,
            Pages.wire(PATH),
            this::list),
        AdminRoute.ofPrincipals(
            LoginOperations.END,
            Action.KEYS_MANAGE,
            Method.POST,
            PATH + "/{id}" + END,
            new AdminWire<>((_, call) -> readEnd(call), LoginRoutes::write),
            this::end),
        AdminRoute.ofPrincipals(
            LoginOperations.END_ALL,
            EndAll::isOfEverybody,
            Action.KEYS_MANAGE,
            Method.POST,
            PATH + END,
            new AdminWire<>(LoginRoutes::readAll, LoginRoutes::write),
            this::endAll));
  }

  private Reply list(Allow allow, Slice<String> slice) {
    return families
        .list(allow, slice)
        .map(page -> Pages.reply("logins", page, LoginRoutes::json, Family::id))
        .orElseGet(Pages::unknown);
  }

  private Reply end(Allow allow, End request) {
    return families
        .end(allow, request.id(), request.reason())
        .map(family -> Replies.ok(json(family)))
        .orElseGet(() -> Replies.problem(404, "there is no such login"));
  }

  private Reply endAll(Allow allow, EndAll request) {
    if (request.whose().isEmpty()) {
      families.endAll(allow);
      return Replies.ok(Json.object().put("ended", ALL));
    }
    Principal whose = request.whose().get();
    return families.endAllOf(allow, whose)
        ? Replies.ok(Json.object().put("ended", whose.toString()))
        : Replies.problem(404, "there is no " + whose);
  }

  private static ObjectNode json(Family family) {
    ObjectNode json =
        Json.object().put("id", family.id()).put("tenant", family.principal().tenant());
    json.put(family.principal().kind().word(), family.principal().id());
    json.put("key_id", family.client());
    json.set("actions", KeyJson.actions(family.actions()));
    json.set("box", KeyJson.box(family.box()));
    json.put("created_at", family.createdAt().toString());
    json.put("expires_at", family.endsAt().toString());
    json.put(
        "ended_at", family.ending().map(Family.Ending::at).map(Instant::toString).orElse(null));
    json.put("ended_reason", family.ending().map(Family.Ending::reason).orElse(null));
    return json;
  }

  private static Decoded<End> readEnd(Call call) {
    BodyFields fields = BodyFields.of(call);
    String reason = fields.reason("ended by an admin");
    return AdminWire.decoded(fields, new End(fields.id(call), reason));
  }

  private static Wire.Encoded write(End request) {
    return AdminWire.encoded(
        PATH + "/" + AdminRequest.segment(request.id()) + END,
        Json.object().put("reason", request.reason()));
  }

  private static Decoded<EndAll> readAll(Identity caller, Call call) {
    BodyFields fields = BodyFields.of(call);
    boolean all = fields.flag(ALL);
    List<Principal> named = new ArrayList<>();
    for (Principal.Kind kind : Principal.Kind.values()) {
      fields
          .parsed(kind.word(), id -> new Principal(kind, caller.principal().tenant(), id))
          .ifPresent(named::add);
    }
    // Left out, it must not mean everybody.
    if (named.size() + (all ? 1 : 0) != 1) {
      fields.wrong(ALL, "exactly one of all, user, service and admin must say whose logins end");
    }
    return AdminWire.decoded(fields, new EndAll(named.stream().findFirst()));
  }

  private static Wire.Encoded write(EndAll request) {
    ObjectNode body = Json.object();
    request
        .whose()
        .ifPresentOrElse(
            whose -> body.put(whose.kind().word(), whose.id()), () -> body.put(ALL, true));
    return AdminWire.encoded(PATH + END, body);
  }
}

package dev.memwarden.server.admin;

import static dev.memwarden.server.admin.Replies.ok;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.key.User;
import dev.memwarden.auth.key.UserService;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.http.Body;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Problem;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import dev.memwarden.server.http.Wire;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import tools.jackson.databind.node.ObjectNode;

/// `/admin/v1/users`: the principals of a tenant. `?kind=service` or `admin` names one that is no
/// user.
final class UserRoutes {
  /// What the path of a deletion ends with.
  static final String DELETE = "/delete";

  private static final String PATH = "/admin/v1/users";
  private static final String KIND = "kind";

  private final UserService users;

  UserRoutes(UserService users) {
    this.users = users;
  }

  List<Route> routes() {
    return List.of(
        AdminRoute.ofPrincipals(
            UserOperations.LIST,
            Action.USERS_MANAGE,
            Method.GET,
            PATH,
            Pages.wire(PATH, PolicyQuestion::principal, Principal::toString),
            (allow, slice) ->
                Pages.reply(
                    "users",
                    users.list(allow, slice),
                    UserRoutes::json,
                    user -> user.principal().toString())),
        change(UserOperations.DISABLE, "/disable", unlessSelf(users::disable)),
        change(UserOperations.ENABLE, "/enable", changed(users::enable)),
        change(UserOperations.DELETE, DELETE, unlessSelf(users::delete)));
  }

  private static Route change(
      Operation operation, String verb, BiFunction<Allow, Principal, Reply> perform) {
    return AdminRoute.ofPrincipals(
        operation,
        Action.USERS_MANAGE,
        Method.POST,
        PATH + "/{id}" + verb,
        new AdminWire<>(UserRoutes::read, principal -> write(principal, verb)),
        perform);
  }

  private static BiFunction<Allow, Principal, Reply> changed(
      BiFunction<Allow, Principal, Optional<User>> change) {
    return (allow, principal) ->
        change
            .apply(allow, principal)
            .map(user -> ok(json(user)))
            .orElseGet(() -> Replies.problem(404, "there is no " + principal));
  }

  // Whoever did that over the network could not take it back.
  private static BiFunction<Allow, Principal, Reply> unlessSelf(
      BiFunction<Allow, Principal, Optional<User>> change) {
    return (allow, principal) ->
        !LocalAdmin.is(allow.identity()) && principal.equals(allow.identity().principal())
            ? Replies.problem(409, "you would lock yourself out")
            : changed(change).apply(allow, principal);
  }

  private static ObjectNode json(User user) {
    return Json.object()
        .put("kind", user.principal().kind().word())
        .put("id", user.principal().id())
        .put("tenant", user.principal().tenant())
        .put("status", user.status().name().toLowerCase(Locale.ROOT))
        .put("created_at", user.createdAt().toString())
        .put("changed_at", user.changedAt().toString());
  }

  private static Decoded<Principal> read(Identity caller, Call call) {
    String word = call.queryValue(KIND).orElse(Principal.Kind.USER.word());
    for (Principal.Kind kind : Principal.Kind.values()) {
      if (kind.word().equals(word)) {
        return principal(kind, caller.principal().tenant(), call.pathValue("id"));
      }
    }
    return malformed("query", KIND, "must be user, service or admin");
  }

  private static Decoded<Principal> principal(Principal.Kind kind, String tenant, String id) {
    try {
      return new Decoded.Request<>(new Principal(kind, tenant, id));
    } catch (IllegalArgumentException e) {
      return malformed("path", "id", String.valueOf(e.getMessage()));
    }
  }

  private static Decoded<Principal> malformed(String where, String name, String what) {
    return new Decoded.Malformed<>(
        List.of(new Problem(List.of(where, name), "value_error", name + ": " + what, "")));
  }

  private static Wire.Encoded write(Principal principal, String verb) {
    return new Wire.Encoded(
        PATH
            + "/"
            + AdminRequest.segment(principal.id())
            + verb
            + "?"
            + KIND
            + "="
            + principal.kind().word(),
        Body.EMPTY);
  }
}

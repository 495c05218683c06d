package dev.memwarden.server.admin;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.key.Tenant;
import dev.memwarden.auth.key.TenantService;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/// `/admin/v1/tenants`: the tenants of the server, for whoever owns the data folder. What changes
/// one is about the tenant of the caller: whoever comes through the control socket says which that
/// is.
final class TenantRoutes {
  private static final String PATH = "/admin/v1/tenants";

  private final TenantService tenants;

  TenantRoutes(TenantService tenants) {
    this.tenants = tenants;
  }

  List<Route> routes() {
    return List.of(
        AdminRoute.of(
            Action.USERS_MANAGE,
            Method.GET,
            PATH,
            Pages.wire(PATH),
            (_, slice) ->
                Pages.reply("tenants", tenants.list(slice), TenantRoutes::json, Tenant::id)),
        AdminRoute.of(
            Action.USERS_MANAGE,
            Method.POST,
            PATH,
            AdminWire.ofNothing(PATH),
            (allow, tenant) ->
                tenants
                    .add(allow)
                    .map(made -> Reply.json(201, json(made)))
                    .orElseGet(
                        () -> Replies.problem(409, "the tenant " + tenant + " is there already"))),
        change("/disable", tenants::disable),
        change("/enable", tenants::enable));
  }

  private static Route change(String verb, Function<Allow, Optional<Tenant>> change) {
    return AdminRoute.of(
        Action.USERS_MANAGE,
        Method.POST,
        PATH + verb,
        AdminWire.ofNothing(PATH + verb),
        (allow, tenant) ->
            change
                .apply(allow)
                .map(changed -> Replies.ok(json(changed)))
                .orElseGet(() -> Replies.problem(404, "there is no tenant " + tenant)));
  }

  private static ObjectNode json(Tenant tenant) {
    return Json.object()
        .put("id", tenant.id())
        .put("status", tenant.status().name().toLowerCase(Locale.ROOT))
        .put("created_at", tenant.createdAt().toString())
        .put("changed_at", tenant.changedAt().toString());
  }
}

package dev.memwarden.server.admin;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.server.api.Unlisted;
import dev.memwarden.server.http.Match;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import dev.memwarden.stores.Stores;
import java.util.List;
import java.util.function.BiFunction;

/// `/admin/v1/index`: the search index, which all tenants share; nothing of what is in it is told.
final class IndexRoutes {
  private static final String PATH = "/admin/v1/index";
  private static final String REBUILD = PATH + "/rebuild";

  private final IndexJob job;

  IndexRoutes(Stores.Rebuild rebuild) {
    this.job = new IndexJob(rebuild);
  }

  List<Route> routes() {
    return List.of(
        route(Method.GET, PATH, (_, _) -> Replies.ok(job.json())),
        route(Method.POST, REBUILD, (_, _) -> start()));
  }

  private Reply start() {
    job.start();
    return Reply.json(202, job.json());
  }

  private static Route route(Method method, String path, BiFunction<Allow, String, Reply> perform) {
    return new Route.Guarded<>(
        Match.of(method, path),
        new Unlisted(),
        AdminWire.ofNothing(path),
        Replies.tenantWide(Action.USERS_MANAGE),
        perform,
        Replies::noRows);
  }
}

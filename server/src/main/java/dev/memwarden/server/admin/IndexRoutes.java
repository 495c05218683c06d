package dev.memwarden.server.admin;

import dev.memwarden.auth.Action;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import dev.memwarden.stores.Stores;
import java.util.List;

/// `/admin/v1/index`: the search index, which all tenants share; nothing of what is in it is told.
final class IndexRoutes {
  private static final String PATH = "/admin/v1/index";
  private static final String REBUILD = PATH + "/rebuild";

  private final IndexJob job;
  private final WholeServer server;

  IndexRoutes(Stores.Rebuild rebuild, WholeServer server) {
    this.server = server;
    this.job = new IndexJob(rebuild);
  }

  List<Route> routes() {
    return List.of(
        AdminRoute.ofTenant(
            IndexOperations.SHOW,
            Action.USERS_MANAGE,
            Method.GET,
            PATH,
            AdminWire.ofNothing(PATH),
            server.only((_, _) -> Replies.ok(job.json()))),
        AdminRoute.ofTenant(
            IndexOperations.REBUILD,
            Action.USERS_MANAGE,
            Method.POST,
            REBUILD,
            AdminWire.ofNothing(REBUILD),
            server.only((_, _) -> start())));
  }

  private Reply start() {
    job.start();
    return Reply.json(202, job.json());
  }
}

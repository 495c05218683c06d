package dev.memwarden.server.admin;

import dev.memwarden.auth.Action;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Match;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/// `/admin/v1/index/rebuild`: `POST` starts a rebuild, `GET` tells how far it is.
final class IndexRoutes {
  private static final String PATH = "/admin/v1/index/rebuild";

  private final IndexRebuild index;

  IndexRoutes(IndexRebuild index) {
    this.index = index;
  }

  List<Route> routes() {
    return List.of(route(Method.POST, 202, index::start), route(Method.GET, 200, index::state));
  }

  private static Route route(Method method, int status, Supplier<IndexRebuild.State> state) {
    return new Route.Guarded<>(
        Match.of(method, PATH),
        AdminWire.ofNothing(PATH),
        Replies.tenantWide(Action.USERS_MANAGE),
        (_, _) -> reply(status, state.get()),
        Replies::noRows);
  }

  private static Reply reply(int status, IndexRebuild.State state) {
    return Reply.json(
        status,
        Json.object()
            .put("phase", state.phase().name().toLowerCase(Locale.ROOT))
            .put("done", state.done())
            .put("total", state.total()));
  }
}

package dev.memwarden.server.dialect.redisams.views;

import dev.memwarden.auth.Allow;
import dev.memwarden.memory.EntityKind;
import dev.memwarden.memory.JobRequest;
import dev.memwarden.memory.NewEntity;
import dev.memwarden.server.dialect.redisams.scope.Rows;
import dev.memwarden.server.fastapi.Details;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Match;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import dev.memwarden.server.http.Route.Guarded;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;

/// Views: make, list, read, delete.
final class ViewRoutes {
  private static final String PATH = "/v1/summary-views";
  private static final String ONE = PATH + "/{view_id}";

  private final Kept kept;
  private final Supplier<String> ids;

  /// @param ids makes ids of views, each different
  ViewRoutes(Kept kept, Supplier<String> ids) {
    this.kept = kept;
    this.ids = ids;
  }

  List<Route> routes() {
    OneRequest.OnWire one = new OneRequest.OnWire(PATH, "view_id");
    return List.of(
        new Guarded<>(
            Match.of(Method.POST, PATH),
            ViewOperations.CREATE,
            new CreateViewRequest.OnWire(),
            (_, request) -> request.demands(),
            this::create,
            Rows::none),
        new Guarded<>(
            Match.of(Method.GET, PATH),
            ViewOperations.LIST,
            new ViewsRequest.OnWire(),
            (_, request) -> request.demands(),
            this::list,
            Rows::none),
        new Guarded<>(
            Match.of(Method.GET, ONE),
            ViewOperations.GET,
            one,
            (_, request) -> request.reading(),
            this::get,
            Rows::none),
        new Guarded<>(
            Match.of(Method.DELETE, ONE),
            ViewOperations.DELETE,
            one,
            (_, request) -> request.deleting(),
            this::delete,
            Rows::none));
  }

  private Reply create(Allow allow, CreateViewRequest request) {
    Optional<String> refusal = request.refusal();
    if (refusal.isPresent()) {
      return Details.plain(400, refusal.get());
    }
    String id = ids.get();
    NewEntity view =
        NewEntity.lasting(
            EntityKind.SUMMARY_VIEW,
            id,
            request.where().own().place(),
            Json.text(request.view().json()));
    List<JobRequest> jobs =
        request.view().continuous() ? List.of(new JobRequest(RefreshJob.KIND, id)) : List.of();
    return Reply.json(200, View.shown(kept.create(allow, view, jobs)));
  }

  private Reply list(Allow allow, ViewsRequest request) {
    ArrayNode views = Json.array();
    kept.views(allow, request.where()).forEach(view -> views.add(View.shown(view)));
    return Reply.json(200, views);
  }

  private Reply get(Allow allow, OneRequest request) {
    return kept.view(allow, request.where().views(), request.id())
        .map(view -> Reply.json(200, View.shown(view)))
        .orElseGet(() -> unknown(request.id()));
  }

  private Reply delete(Allow allow, OneRequest request) {
    kept.view(allow, request.where().views(), request.id())
        .ifPresent(view -> kept.delete(allow, view));
    return Reply.json(200, Json.object().put("status", "ok"));
  }

  /// What is answered about a view that is not there, or not the caller's.
  static Reply unknown(String id) {
    return Details.plain(404, "SummaryView " + id + " not found");
  }
}

package dev.memwarden.server.admin;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Demand;
import dev.memwarden.server.api.Unlisted;
import dev.memwarden.server.http.Match;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import dev.memwarden.server.http.Wire;
import java.util.List;
import java.util.function.BiFunction;

/// What all admin routes are: unlisted, for whoever may do `action` in the whole tenant of the
/// caller, and showing no memory.
final class AdminRoute {
  private AdminRoute() {}

  static <Q> Route of(
      Action action,
      Method method,
      String path,
      Wire<Q> wire,
      BiFunction<Allow, Q, Reply> perform) {
    return new Route.Guarded<>(
        Match.of(method, path),
        new Unlisted(),
        wire,
        (who, _) -> List.of(new Demand(action, Box.ofTenant(who.principal().tenant()))),
        perform,
        _ -> List.of());
  }
}

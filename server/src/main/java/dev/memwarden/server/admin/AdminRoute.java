package dev.memwarden.server.admin;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Extent;
import dev.memwarden.server.api.Entry;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.api.Unlisted;
import dev.memwarden.server.http.Match;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import dev.memwarden.server.http.Wire;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/// What all admin routes are: for whoever may do `action` in the tenant of the caller, and showing
/// no memory. Those with an [Operation] are on the listener, too; the others are for whoever the
/// operating system lets at the control socket.
final class AdminRoute {
  private AdminRoute() {}

  /// One that no port has, for whoever may do `action` anywhere in the tenant.
  static <Q> Route of(
      Action action,
      Method method,
      String path,
      Wire<Q> wire,
      BiFunction<Allow, Q, Reply> perform) {
    return of(
        new Unlisted(), (tenant, _) -> Box.ofTenant(tenant), action, method, path, wire, perform);
  }

  /// One about principals and their keys, done within the reach. Those lie outside of every agent,
  /// session and label, so a credential that is limited to one of these manages nobody.
  static <Q> Route ofPrincipals(
      Operation operation,
      Action action,
      Method method,
      String path,
      Wire<Q> wire,
      BiFunction<Allow, Q, Reply> perform) {
    return ofPrincipals(operation, _ -> false, action, method, path, wire, perform);
  }

  /// The same, unless the request is about everybody: then it is one about the tenant.
  static <Q> Route ofPrincipals(
      Operation operation,
      Predicate<Q> everybody,
      Action action,
      Method method,
      String path,
      Wire<Q> wire,
      BiFunction<Allow, Q, Reply> perform) {
    return of(
        operation.needing(action),
        (tenant, request) -> everybody.test(request) ? Box.ofTenant(tenant) : principals(tenant),
        action,
        method,
        path,
        wire,
        (allow, request) ->
            !everybody.test(request) || allow.isWhole(action)
                ? perform.apply(allow, request)
                : notWhole(action));
  }

  /// One about the tenant as a whole: some of it in reach is not enough.
  static <Q> Route ofTenant(
      Operation operation,
      Action action,
      Method method,
      String path,
      Wire<Q> wire,
      BiFunction<Allow, Q, Reply> perform) {
    return ofPrincipals(operation, _ -> true, action, method, path, wire, perform);
  }

  // To somebody who may do it in a part of the tenant, where that is not enough.
  private static Reply notWhole(Action action) {
    return Replies.problem(403, "this takes " + action.word() + " in the whole tenant");
  }

  private static Box principals(String tenant) {
    return Box.ofTenant(tenant)
        .with(Axis.AGENT, Extent.NONE)
        .with(Axis.SESSION, Extent.NONE)
        .with(Axis.LABEL, Extent.NONE);
  }

  private static <Q> Route of(
      Entry entry,
      BiFunction<String, Q, Box> where,
      Action action,
      Method method,
      String path,
      Wire<Q> wire,
      BiFunction<Allow, Q, Reply> perform) {
    return new Route.Guarded<>(
        Match.of(method, path),
        entry,
        wire,
        (who, request) ->
            List.of(new Demand(action, where.apply(who.principal().tenant(), request))),
        perform,
        _ -> List.of());
  }
}

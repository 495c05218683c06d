package dev.memwarden.server.http;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.audit.Actor;
import dev.memwarden.auth.audit.AuditEvent;
import dev.memwarden.auth.audit.Auditor;
import dev.memwarden.auth.audit.Correlation;
import dev.memwarden.auth.audit.Deed;
import dev.memwarden.auth.audit.Ending;
import dev.memwarden.server.http.Stage.Exchange;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// Does the work of routes such that nothing of it is told before it was written down.
final class Audited {
  private static final Set<Action> SHOWING = Set.of(Action.MEMORY_READ, Action.CHAT);

  private final Auditor auditor;
  private final InstantSource clock;

  Audited(Auditor auditor, InstantSource clock) {
    this.auditor = auditor;
    this.clock = clock;
  }

  /// Work that was allowed, within the fence of its rows.
  ///
  /// @param confirmed makes sure that what was read may still be shown, or throws
  <Q> Reply perform(
      Route.Guarded<Q> route,
      Allow allow,
      Q request,
      List<Demand> demands,
      Exchange exchange,
      Runnable confirmed) {
    RowFence fence = RowFence.of(allow, demands);
    Correlation correlation = exchange.correlation();
    if (demands.stream().noneMatch(demand -> touchesMemory(demand.action()))) {
      Reply reply = correlation.during(() -> fenced(route, allow, request, fence));
      auditor.count(allow.identity(), route.match());
      return reply;
    }
    auditor.ready();
    Deed deed = Deed.of(demands.stream().filter(demand -> isMet(demand, allow)).toList());
    Reply reply;
    List<Box> rows;
    try {
      reply = correlation.during(() -> route.perform().apply(allow, request));
      rows = route.rows().apply(reply);
      fence.check(rows);
      if (demands.stream().anyMatch(demand -> SHOWING.contains(demand.action()))) {
        confirmed.run();
      }
    } catch (Throwable fault) {
      // What it did before that is not known, and it must be known that it was begun.
      try {
        record(allow, deed, Ending.failed(fault), correlation);
      } catch (StoreUnavailableException e) {
        fault.addSuppressed(e);
      }
      throw fault;
    }
    record(
        allow,
        deed.showing(allow.identity().principal().tenant(), rows),
        Ending.allowed(Integer.toString(reply.status())),
        correlation);
    return reply;
  }

  /// Work of a route that judges callers by itself: what it changes carries the name of the
  /// request.
  <T> T correlated(Exchange exchange, Supplier<T> work) {
    return exchange.correlation().during(work);
  }

  /// That a caller was shown itself.
  void shownItself(Identity who, Match route) {
    auditor.count(who, route);
  }

  private static <Q> Reply fenced(Route.Guarded<Q> route, Allow allow, Q request, RowFence fence) {
    Reply reply = route.perform().apply(allow, request);
    fence.check(route.rows().apply(reply));
    return reply;
  }

  // What a request could do without, and did, is no part of it.
  private static boolean isMet(Demand demand, Allow allow) {
    return !demand.optional() || !allow.mayReach(demand.action()).isEmpty();
  }

  private static boolean touchesMemory(Action action) {
    return Action.MEMORY_AND_CHAT.contains(action);
  }

  private void record(Allow allow, Deed deed, Ending ending, Correlation correlation) {
    auditor.record(
        new AuditEvent(
            clock.instant(),
            AuditEvent.Kind.ACCESS,
            Actor.of(allow.identity()),
            deed,
            ending,
            correlation));
  }
}

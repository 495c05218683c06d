package dev.memwarden.server.http;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Tells an [Observer] of requests. If nobody observes, it does not even look.
record Watch(Observer observer) {
  private static final Arrival UNROUTED =
      new Arrival(Arrival.NOBODYS, Optional.empty(), Optional.empty(), Optional.empty(), false);

  /// One whose route is known.
  Observed begins(Routes.Found.Hit hit, Head head, Predicate<InetAddress> isProxy) {
    if (observer == Observer.NONE) {
      return Observed.NOTHING;
    }
    Match match = hit.route().match();
    return observer.begins(
        new Arrival(
            hit.dialect().name(),
            Optional.of(match.method()),
            Optional.of(match.path()),
            one(head.headers().all("traceparent")),
            isProxy.test(head.peer())));
  }

  // Several are as good as none (W3C Trace Context §3.2).
  private static Optional<String> one(List<String> values) {
    return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
  }

  /// One that was answered without a route: passes the answer on.
  Answer unrouted(Answer answer) {
    if (observer != Observer.NONE) {
      observer.begins(UNROUTED).answered(answer.reply().status());
    }
    return answer;
  }
}

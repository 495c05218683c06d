package dev.memwarden.server.isolation;

import dev.memwarden.server.http.Dialect;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.RequestTarget;
import dev.memwarden.server.http.Routes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Which routes there are, and which somebody has asked with success: a route that is never asked
/// is not tested.
final class AskedRoutes {
  private final Routes table;
  private final Set<String> all = new TreeSet<>();
  private final Set<String> asked = new HashSet<>();

  AskedRoutes(List<Dialect> dialects) {
    table = Routes.of(dialects);
    for (Dialect dialect : dialects) {
      dialect.routes().forEach(route -> all.add(route.match().toString()));
    }
  }

  void note(String method, String target, int status) {
    if (status < 300) {
      List<String> segments = RequestTarget.parse(target).orElseThrow().segments();
      var hit = (Routes.Found.Hit) table.find(Method.of(method), segments);
      asked.add(hit.route().match().toString());
    }
  }

  Set<String> all() {
    return all;
  }

  Set<String> asked() {
    return asked;
  }
}

package dev.memwarden.server.docs;

import dev.memwarden.auth.Deny;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Refusal;
import dev.memwarden.server.api.Chapter;
import dev.memwarden.server.api.Entry;
import dev.memwarden.server.api.Schema;
import dev.memwarden.server.http.Dialect;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Match;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Problem;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import java.util.List;

/// A dialect of one open route.
record OneRoute(String path, Entry entry) implements Dialect {

  static List<Dialect> dialects(String path, Entry entry, String otherPath, Entry other) {
    return List.of(new OneRoute(path, entry), new OneRoute(otherPath, other));
  }

  @Override
  public String name() {
    return "one";
  }

  @Override
  public Chapter chapter() {
    return new Chapter("One", "For <b>tests</b> & `code <i>`.", Schema.text(), Schema.text());
  }

  @Override
  public List<Route> routes() {
    return List.of(new Route.Open(Match.of(Method.GET, path), entry, _ -> Reply.text(200, "open")));
  }

  @Override
  public Reply unauthenticated(Refusal why) {
    return plain(401, "who?");
  }

  @Override
  public Reply forbidden(Route route, Identity who, Deny denial) {
    return plain(403, "no");
  }

  @Override
  public Reply malformed(List<Problem> problems) {
    return plain(422, "what?");
  }

  @Override
  public Reply plain(int status, String message) {
    return Reply.json(status, Json.object().put("detail", message));
  }
}

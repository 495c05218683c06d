package dev.memwarden.server.own;

import dev.memwarden.auth.Identity;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Reply;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ObjectNode;

/// Tells callers who they are: the principal, and what their credential may do at most.
///
/// Replies are kept per credential as long as its identity stays the same, since this is what other
/// services ask for with every request of their own.
final class Whoami {

  /// Most replies that are kept: about 10 MB.
  static final int MAX_KEPT = 10_000;

  /// A reply, and whom it is about: a changed key makes another identity.
  private record Kept(Identity identity, Reply reply) {}

  private final Map<String, Kept> kept = new ConcurrentHashMap<>();

  /// The reply to `who`.
  Reply answer(Identity who) {
    String id = who.credential().id();
    Kept known = kept.get(id);
    // The same object is the usual case, and spares the comparison of everything in it.
    if (known != null && known.identity == who) {
      return known.reply;
    }
    if (kept.size() >= MAX_KEPT) {
      kept.clear();
    }
    // A key that was read anew is another object of the same content: from now on, that one.
    Reply reply =
        known != null && known.identity.equals(who) ? known.reply : Reply.json(200, json(who));
    kept.put(id, new Kept(who, reply));
    return reply;
  }

  private static ObjectNode json(Identity who) {
    ObjectNode json = Json.object();
    json.putObject("principal")
        .put("kind", who.principal().kind().word())
        .put("id", who.principal().id());
    json.put("tenant", who.principal().tenant());
    json.set("actions", KeyJson.actions(who.ceiling().actions()));
    json.set("box", KeyJson.box(who.ceiling().box()));
    ObjectNode credential =
        json.putObject("credential")
            .put("kind", who.credential().kind().word())
            .put("id", who.credential().id());
    who.ceiling()
        .expiresAt()
        .map(Instant::toString)
        .ifPresentOrElse(
            end -> credential.put("expires_at", end), () -> credential.putNull("expires_at"));
    return json;
  }
}

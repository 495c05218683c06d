package dev.memwarden.server.admin;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Identity;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.own.ProblemReply;
import java.util.List;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;

/// What the admin routes have in common.
final class Replies {
  private Replies() {}

  static Reply ok(JsonNode body) {
    return Reply.json(200, body);
  }

  /// A problem that needs no more than a sentence.
  static Reply problem(int status, String detail) {
    return ProblemReply.of(status, detail);
  }

  static Reply unknownKey() {
    return problem(404, "there is no such key");
  }

  /// Demands `action` in the whole tenant of the caller.
  static <Q> BiFunction<Identity, Q, List<Demand>> tenantWide(Action action) {
    return (who, _) -> List.of(new Demand(action, Box.ofTenant(who.principal().tenant())));
  }

  /// For replies that show no memory.
  static List<Box> noRows(Reply reply) {
    return List.of();
  }
}

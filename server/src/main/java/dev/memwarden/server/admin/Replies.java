package dev.memwarden.server.admin;

import dev.memwarden.server.http.Reply;
import dev.memwarden.server.own.ProblemReply;
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
}

package dev.memwarden.server.admin;

import dev.memwarden.server.api.Content;
import dev.memwarden.server.api.Result;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.own.ProblemReply;
import java.util.Optional;
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

  /// What the documents say about such a problem.
  static Result documented(int status, String about, String detail) {
    return new Result(
        status,
        about,
        new Content(
            ProblemReply.MEDIA_TYPE,
            ProblemReply.SCHEMA,
            Optional.of(
                "{\"type\": \"about:blank\", \"status\": %d, \"detail\": \"%s\"}"
                    .formatted(status, detail))));
  }
}

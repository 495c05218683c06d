package dev.memwarden.server.dialect.zep;

import dev.memwarden.server.http.Reply;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What this wire answers with.
final class Replies {

  /// The release whose wire this is, in the original's form. Clients warn below 0.21.
  private static final String VERSION = "0.27.2-memwarden (n/a)";

  private Replies() {}

  /// A document as Go writes it.
  static Reply json(int status, JsonNode body) {
    return versioned(Reply.json(status, body, GoJson.write(body)));
  }

  /// Nothing more to say.
  static Reply ok() {
    return versioned(Reply.text(200, "OK"));
  }

  /// What is not in reach, or nowhere.
  static Reply notFound() {
    return line(404, "not found");
  }

  /// What became of a change to metadata.
  ///
  /// @param now what was changed; empty if it is not there any more
  static Reply patched(Merge merge, Optional<? extends JsonNode> now) {
    if (merge.wasTooLarge()) {
      return bad("metadata " + Metadata.TOO_LARGE);
    }
    return now.map(node -> json(200, node)).orElseGet(Replies::notFound);
  }

  /// A request that makes sense, but not here.
  static Reply bad(String why) {
    return line(400, "bad request: " + why);
  }

  /// A refusal that turns out only when the work is begun.
  static Reply outOfReach() {
    return line(403, "forbidden: out of reach for this credential");
  }

  /// A line, as the original writes errors.
  static Reply line(int status, String message) {
    return versioned(Reply.text(status, message + "\n"));
  }

  /// The same reply with the header that every reply has.
  static Reply versioned(Reply reply) {
    return reply.withHeader("X-Zep-Version", VERSION);
  }
}

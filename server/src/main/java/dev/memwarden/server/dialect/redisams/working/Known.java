package dev.memwarden.server.dialect.redisams.working;

import dev.memwarden.server.dialect.redisams.record.MemoryRecord;
import dev.memwarden.server.dialect.redisams.scope.Scope;
import dev.memwarden.server.fastapi.Part;
import dev.memwarden.server.fastapi.Problems;
import dev.memwarden.server.fastapi.Times;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// A memory in a working memory. It is where its working memory is.
///
/// @param since when it was made, as the client says, or when it came
record Known(MemoryRecord record, Optional<Instant> since) {

  static Known read(Part part, Scope scope) {
    same(part, "user_id", scope.user());
    same(part, "session_id", scope.session());
    same(part, "namespace", scope.label());
    return new Known(MemoryRecord.read(part, scope, "message", false), part.time("created_at"));
  }

  // A memory of somebody else's would be written where nobody has allowed it.
  private static void same(Part part, String name, Optional<String> own) {
    Optional<String> named = part.id(name);
    if (named.isPresent() && !named.equals(own)) {
      part.wrong(Problems.value(part.at(name), "differs from that of the working memory"), named);
    }
  }

  Known since(Instant now) {
    return new Known(record, since.or(() -> Optional.of(now)));
  }

  ObjectNode json() {
    ObjectNode node = record.json();
    since.ifPresent(time -> node.put("created_at", Times.text(time)));
    return node;
  }
}

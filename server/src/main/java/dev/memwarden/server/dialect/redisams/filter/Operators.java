package dev.memwarden.server.dialect.redisams.filter;

import dev.memwarden.server.fastapi.Part;
import dev.memwarden.server.fastapi.Problems;
import java.util.Optional;
import java.util.Set;

/// What a filter may say.
final class Operators {
  private Operators() {}

  /// Notes operators that nobody knows: what they would keep out, nothing else does.
  static void check(Part part, Set<String> names) {
    for (String name : part.names()) {
      if (!names.contains(name)) {
        part.wrong(Problems.value(part.at(name), "no operator has this name"), Optional.empty());
      }
    }
  }
}

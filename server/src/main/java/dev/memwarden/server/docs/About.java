package dev.memwarden.server.docs;

import dev.memwarden.server.api.Operation;
import java.util.stream.Collectors;

/// What the documents say about the server as a whole.
///
/// @param version of this build
/// @param server the URL under which clients reach it; `/` for wherever they got the document from
public record About(String version, String server) {
  static final String DESCRIPTION =
      "The auth of agent memory. Every request is made by one principal, and touches only the memory"
          + " that this principal may touch.";

  /// The actions that an operation needs, in backticks; empty if it needs none.
  static String needs(Operation operation) {
    return operation.needs().stream()
        .map(action -> "`" + action.word() + "`")
        .collect(Collectors.joining(", "));
  }
}

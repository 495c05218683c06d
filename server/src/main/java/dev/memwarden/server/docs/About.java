package dev.memwarden.server.docs;

import dev.memwarden.auth.Action;
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

  /// What an operation says about itself, with the actions that it needs.
  static String withNeeds(Operation operation) {
    if (operation.needs().isEmpty()) {
      return operation.about();
    }
    String needs =
        operation.needs().stream()
            .map(Action::word)
            .collect(Collectors.joining("`, `", "Needs `", "`."));
    return operation.about().isEmpty() ? needs : operation.about() + " " + needs;
  }
}

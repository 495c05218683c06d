package dev.memwarden.server.oauth;

import dev.memwarden.auth.Action;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Scopes that are asked for: words with one space between them (RFC 6749 §3.3), each an action.
public final class Scopes {
  private Scopes() {}

  /// The actions of `scope`; empty if it has none, or a word that is no action.
  public static Optional<Set<Action>> parse(String scope) {
    EnumSet<Action> actions = EnumSet.noneOf(Action.class);
    for (String word : scope.split(" ", -1)) {
      Optional<Action> action = Action.of(word);
      if (action.isEmpty()) {
        return Optional.empty();
      }
      actions.add(action.get());
    }
    return Optional.of(actions);
  }
}

package dev.memwarden.auth;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What may be done. An OAuth scope is one of these words.
public enum Action {
  MEMORY_READ("memory:read"),
  MEMORY_WRITE("memory:write"),
  MEMORY_DELETE("memory:delete"),
  CHAT("chat"),
  KEYS_MANAGE("keys:manage"),
  USERS_MANAGE("users:manage"),
  AUDIT_READ("audit:read");

  /// `memory:*` and `chat`: what a key may do when nothing else was said.
  public static final Set<Action> MEMORY_AND_CHAT =
      Collections.unmodifiableSet(EnumSet.of(MEMORY_READ, MEMORY_WRITE, MEMORY_DELETE, CHAT));

  /// Every action there is.
  public static final Set<Action> ALL = Collections.unmodifiableSet(EnumSet.allOf(Action.class));

  private final String word;

  Action(String word) {
    this.word = word;
  }

  /// The word on the wire, in policy texts and in scopes.
  public String word() {
    return word;
  }

  /// The action of exactly this word.
  public static Optional<Action> of(String word) {
    for (Action action : values()) {
      if (action.word.equals(word)) {
        return Optional.of(action);
      }
    }
    return Optional.empty();
  }

  /// Reads a list such as `memory:read,chat`, `memory:*` or `*`, separated by commas.
  ///
  /// @throws IllegalArgumentException naming the word that is no action
  public static Set<Action> parseList(String list) {
    EnumSet<Action> actions = EnumSet.noneOf(Action.class);
    for (String part : list.split(",", -1)) {
      String word = part.strip();
      switch (word) {
        case "*" -> actions.addAll(ALL);
        case "memory:*" -> actions.addAll(EnumSet.of(MEMORY_READ, MEMORY_WRITE, MEMORY_DELETE));
        default -> actions.add(of(word).orElseThrow(() -> unknown(word)));
      }
    }
    return Collections.unmodifiableSet(actions);
  }

  private static IllegalArgumentException unknown(String word) {
    String known = ALL.stream().map(Action::word).collect(Collectors.joining(", "));
    return new IllegalArgumentException(
        "unknown action '" + word + "'; known are " + known + ", memory:* and *");
  }
}
